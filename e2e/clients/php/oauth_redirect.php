<?php
// The page that the customer comes back to, with the calls of the vendor's
// sample: compare the state, then redeem the code by curl with HTTP Basic.

const CLIENT_ID = 'testclient';
const CLIENT_SECRET = 'testsecret';

session_start();
if (!isset($_GET['state'], $_SESSION['state']) || $_GET['state'] !== $_SESSION['state']) {
    exit('The state differs');
}
if (isset($_GET['error'])) {
    exit('Error: ' . $_GET['error']);
}
$curl = curl_init('https://oauth.sms77.io/token');
curl_setopt_array($curl, [
    CURLOPT_USERPWD => CLIENT_ID . ':' . CLIENT_SECRET,
    CURLOPT_POST => true,
    CURLOPT_POSTFIELDS => http_build_query(['grant_type' => 'authorization_code', 'code' => $_GET['code']]),
    CURLOPT_RETURNTRANSFER => true,
]);
$answer = curl_exec($curl);
if ($answer === false) {
    exit('No answer: ' . curl_error($curl));
}
exit('Access token: ' . json_decode($answer)->access_token);
