<?php
// The first page of a login, made of the calls that the vendor's PHP sample
// makes: a state in the session, then the redirect to the hard-coded host.

const CLIENT_ID = 'testclient';

session_start();
$_SESSION['state'] = bin2hex(random_bytes(10));
header('Location: https://oauth.sms77.io/authorize?' . http_build_query([
    'response_type' => 'code',
    'client_id' => CLIENT_ID,
    'state' => $_SESSION['state'],
    'scope' => implode(' ', ['sms', 'analytics', 'lookup']),
]));
