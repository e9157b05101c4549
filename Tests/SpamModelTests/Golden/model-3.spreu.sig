spreu-signature-1 21acd60d707eb189 YIB+T+FcYgknQmK9qYSKy6aK4zDyc+PCBzndjot3UJy0vonMz/Hlj1/aqaQrYcPh5CPGcAx2/6dqKPODhFeCAg==
