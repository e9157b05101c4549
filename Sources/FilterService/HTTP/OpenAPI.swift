// SPDX-License-Identifier: Apache-2.0

/// The description of the HTTP interface that `GET /openapi.yaml` serves: a copy of docs/openapi.yaml, as a test makes sure.
package enum OpenAPI {
    /// The description.
    package static let text = """
        openapi: 3.0.3
        info:
          title: spreud
          description: The live filter of Spreu. Scores mail, takes labelled mail for the batch, and tells how it is.
          version: "1"
          license:
            name: Apache-2.0
            url: https://www.apache.org/licenses/LICENSE-2.0
        servers:
          - url: http://127.0.0.1:7733
        paths:
          /v1/classify:
            post:
              summary: What the model says of a message
              operationId: classify
              parameters:
                - {name: Queue-Id, in: header, description: The mail server's name for the message; it is logged, schema: {type: string}}
                - name: MTA-Name
                  in: header
                  description: The mail server's name, if the message has yet to get its Received field
                  schema: {type: string}
                - {name: IP, in: header, description: The client's address (with MTA-Name), schema: {type: string}}
                - {name: Hostname, in: header, description: The client's name by its address (with MTA-Name), schema: {type: string}}
                - {name: Helo, in: header, description: What the client called itself (with MTA-Name), schema: {type: string}}
              requestBody: {$ref: "#/components/requestBodies/Message"}
              responses:
                "200":
                  description: The verdict; unfiltered where none could be made and on-error is accept
                  content:
                    application/json:
                      schema:
                        oneOf: [{$ref: "#/components/schemas/Verdict"}, {$ref: "#/components/schemas/Unfiltered"}]
                "400": {$ref: "#/components/responses/Error"}
                "503":
                  description: No verdict could be made and on-error is tempfail
                  content:
                    application/json:
                      schema: {$ref: "#/components/schemas/Unfiltered"}
          /v1/learn/{lesson}:
            post:
              summary: Hand a message over to the next batch
              operationId: learn
              security: [{token: []}, {bearer: []}, {}]
              parameters:
                - {name: lesson, in: path, required: true, schema: {type: string, enum: [spam, ham, forget]}}
                - {name: User, in: header, description: Whose mail it is, schema: {type: string}}
              requestBody: {$ref: "#/components/requestBodies/Message"}
              responses:
                "200":
                  description: It is stored
                  content:
                    application/json:
                      schema: {type: object, required: [success], properties: {success: {type: boolean}}}
                "400": {$ref: "#/components/responses/Error"}
                "403": {$ref: "#/components/responses/Error"}
                "413": {$ref: "#/components/responses/Error"}
                "501": {$ref: "#/components/responses/Error"}
                "503": {$ref: "#/components/responses/Error"}
          /v1/model:
            get:
              summary: The model in service
              operationId: model
              responses:
                "200":
                  description: The model
                  content:
                    application/json:
                      schema: {$ref: "#/components/schemas/Model"}
                "503": {$ref: "#/components/responses/Error"}
          /v1/reload:
            post:
              summary: Open the model's file again
              operationId: reload
              security: [{token: []}, {bearer: []}, {}]
              responses:
                "200":
                  description: It is in service
                  content:
                    application/json:
                      schema: {$ref: "#/components/schemas/Reload"}
                "403": {$ref: "#/components/responses/Error"}
                "409":
                  description: The file was refused; the model in service stays
                  content:
                    application/json:
                      schema: {$ref: "#/components/schemas/Reload"}
          /health:
            get:
              summary: Whether the process answers
              operationId: health
              responses:
                "200":
                  description: It does
                  content:
                    application/json:
                      schema: {type: object, required: [status], properties: {status: {type: string, enum: [ok]}}}
          /ready:
            get:
              summary: Whether there is a model
              operationId: ready
              responses:
                "200":
                  description: There is
                  content:
                    application/json:
                      schema: {$ref: "#/components/schemas/Ready"}
                "503":
                  description: There is none
                  content:
                    application/json:
                      schema: {$ref: "#/components/schemas/Ready"}
          /metrics:
            get:
              summary: Numbers in Prometheus' text format
              operationId: metrics
              responses:
                "200":
                  description: The numbers
                  content:
                    text/plain:
                      schema: {type: string}
        components:
          securitySchemes:
            token: {type: apiKey, in: header, name: Password}
            bearer: {type: http, scheme: bearer}
          requestBodies:
            Message:
              description: The message as it was, or will be, delivered; an mbox line on top and CR LF line ends do no harm
              required: true
              content:
                message/rfc822:
                  schema: {type: string, format: binary}
                application/octet-stream:
                  schema: {type: string, format: binary}
          responses:
            Error:
              description: Refused
              content:
                application/json:
                  schema: {type: object, required: [error], properties: {error: {type: string}}}
          schemas:
            Thresholds:
              type: object
              description: Log-odds; null where a model has none, for it has not learned both classes
              required: [ham, spam]
              properties:
                ham: {type: number, nullable: true}
                spam: {type: number, nullable: true}
            Verdict:
              type: object
              required: [verdict, logOdds, probability, uncertainty, known, thresholds, model, partial, size]
              properties:
                verdict: {type: string, enum: [spam, ham, unsure]}
                logOdds: {type: number, description: Natural log-odds of spam}
                probability: {type: number, minimum: 0, maximum: 1}
                uncertainty: {type: number, description: How far logOdds may be off, as a standard deviation}
                known: {type: number, minimum: 0, maximum: 1, description: The share of the features that the model knows}
                why: {type: string, description: Why the verdict is unsure; only if it is}
                thresholds: {$ref: "#/components/schemas/Thresholds"}
                model: {type: string, pattern: "^[0-9a-f]{16}$"}
                partial: {type: boolean, description: Whether only the first part of the message was scored}
                size: {type: integer, description: Bytes that came}
                correspondent:
                  type: number
                  maximum: 0
                  description: What of logOdds is there because the site has written to the sender; only if it has
            Unfiltered:
              type: object
              required: [verdict, reason, size]
              properties:
                verdict: {type: string, enum: [unfiltered]}
                reason: {type: string, enum: [no-model, overloaded, timed-out, stopping]}
                size: {type: integer}
            Model:
              type: object
              required: [model, generation, writtenAt, ham, spam, thresholds]
              properties:
                model: {type: string, pattern: "^[0-9a-f]{16}$"}
                generation: {type: integer, description: How many models were in service, this one included}
                writtenAt: {type: integer, description: Seconds since 1970}
                ham: {type: integer, description: Messages it learned}
                spam: {type: integer}
                correspondents: {type: integer, description: How many senders it knows for the site has written to them}
                thresholds: {$ref: "#/components/schemas/Thresholds"}
            Reload:
              type: object
              required: [result]
              properties:
                result: {type: string, enum: [loaded, unchanged, refused]}
                generation: {type: integer}
                error: {type: string}
            Ready:
              type: object
              required: [ready]
              properties: {ready: {type: boolean}}

        """
}
