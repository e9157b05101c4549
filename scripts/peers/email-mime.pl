#!/usr/bin/perl
# SPDX-License-Identifier: Apache-2.0
# How Perl's Email::MIME reads messages, for scripts/differential: file names on standard input, a line of JSON for each.
use strict;
use warnings;
use Email::Address::XS;
use Email::MIME;
use JSON::PP;

$| = 1;
my $json = JSON::PP->new->ascii;
while (my $path = <STDIN>) {
    chomp $path;
    my $answer = eval { read_message($path) };
    print $json->encode($answer || {}), "\n";
}

sub read_message {
    my ($path) = @_;
    open my $file, '<:raw', $path or die;
    read $file, my $bytes, 4 << 20;
    my $message = Email::MIME->new(\$bytes);
    my %answer = (subject => scalar $message->header_str('Subject'), types => [], names => [], bodies => []);
    for my $field (qw(From To)) {
        my @values = $message->header_raw($field);
        $answer{lc $field} = [ grep { defined } map { $_->address } map { Email::Address::XS->parse($_) } grep { defined } @values ];
    }
    walk($message, \%answer);
    return \%answer;
}

sub walk {
    my ($part, $answer) = @_;
    my $type = $part->content_type || 'text/plain';
    $type =~ s/[;\s].*//s;
    push @{ $answer->{types} }, $type;
    my $name = $part->filename;
    push @{ $answer->{names} }, $name if defined $name;
    my @parts = $part->subparts;
    if (@parts) {
        walk($_, $answer) for @parts;
    }
    elsif ($type =~ m{^text/}i) {
        my $text = eval { $part->body_str };
        push @{ $answer->{bodies} }, defined $text ? [ 1, $text ] : [ 0, $part->body ];
    }
    else {
        push @{ $answer->{bodies} }, [ 0, $part->body ];
    }
}
