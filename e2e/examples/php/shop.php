<?php
// A small shop that sends SMS in the name of its users, as a real one would:
//
//     CLIENT_ID=… CLIENT_SECRET=… php -S 127.0.0.1:8000 shop.php

declare(strict_types=1);

final class LoginNeeded extends Exception {}

// ask asks the vendor and returns the status and the body.
function ask(string $url, array $form, string $token = ''): array
{
    $curl = curl_init($url);
    curl_setopt_array($curl, [CURLOPT_RETURNTRANSFER => true, CURLOPT_TIMEOUT => 5, CURLOPT_POSTFIELDS => http_build_query($form)]);
    if ($token !== '') {
        curl_setopt($curl, CURLOPT_HTTPHEADER, ["Authorization: Bearer $token"]);
    }
    $body = curl_exec($curl);
    if ($body === false) {
        throw new RuntimeException(curl_error($curl));
    }
    return [curl_getinfo($curl, CURLINFO_RESPONSE_CODE), $body];
}

// redeem exchanges a code or a refresh token, and keeps what comes in the session.
function redeem(array $grant): void
{
    $client = ['client_id' => getenv('CLIENT_ID'), 'client_secret' => getenv('CLIENT_SECRET')];
    [$status, $body] = ask((getenv('OAUTH_URL') ?: 'https://oauth.sms77.io') . '/token', $grant + $client);
    $answer = json_decode($body, true);
    if ($status === 400 && ($answer['error'] ?? '') === 'invalid_grant') {
        throw new LoginNeeded();
    }
    if ($status !== 200 || !isset($answer['access_token'])) {
        throw new RuntimeException("/token answers $status");
    }
    $_SESSION['token'] = $answer;
}

// call calls the gateway; a token that is refused is refreshed, once.
function call(string $path, array $form): string
{
    $url = (getenv('GATEWAY_URL') ?: 'https://gateway.sms77.io/api') . $path;
    [$status, $body] = ask($url, $form, $_SESSION['token']['access_token'] ?? throw new LoginNeeded());
    if ($status === 401) {
        redeem(['grant_type' => 'refresh_token', 'refresh_token' => $_SESSION['token']['refresh_token']]);
        [$status, $body] = ask($url, $form, $_SESSION['token']['access_token']);
    }
    return $body;
}

function page(int $status, string $text): void
{
    http_response_code($status);
    echo $text;
}

function attempt(callable $do, string $success): void
{
    try {
        $do();
        page(200, $success);
    } catch (LoginNeeded) {
        page(401, 'Please log in again.');
    } catch (RuntimeException) {
        page(502, 'That is not possible at the moment.');
    }
}

// callback is where the vendor sends the user back to.
function callback(): void
{
    if (($_SESSION['state'] ?? '') === '' || ($_GET['state'] ?? '') !== $_SESSION['state']) {
        page(400, 'The login did not start here.');
    } elseif (isset($_GET['error'])) {
        page(403, 'You did not allow the access.');
    } else {
        attempt(fn() => redeem(['grant_type' => 'authorization_code', 'code' => $_GET['code'] ?? '']), 'Welcome!');
    }
}

$inbox = sys_get_temp_dir() . '/shop-inbox-' . getenv('CLIENT_ID');
if ($_SERVER['SCRIPT_NAME'] !== '/webhook') {
    session_start();
}
switch (parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH)) {
    case '/login':
        $_SESSION['state'] = bin2hex(random_bytes(16));
        header('Location: ' . (getenv('OAUTH_URL') ?: 'https://oauth.sms77.io') . '/authorize?' . http_build_query([
            'response_type' => 'code', 'client_id' => getenv('CLIENT_ID'), 'state' => $_SESSION['state'], 'scope' => 'sms hooks',
        ]));
        break;
    case '/callback':
        callback();
        break;
    case '/send':
        attempt(fn() => call('/sms', ['to' => $_POST['to'], 'text' => $_POST['text']]), 'Sent.');
        break;
    case '/listen':
        attempt(fn() => call('/hooks', ['action' => 'subscribe', 'event_type' => 'sms_mo', 'target_url' => $_POST['url']]), 'Listening.');
        break;
    case '/webhook':
        file_put_contents($inbox, $_POST['data']['text']);
        break;
    case '/inbox':
        page(200, (string) @file_get_contents($inbox));
        break;
    default:
        page(404, '');
}
