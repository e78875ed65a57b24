<?php
// A sound application of a third make: PHP, its sessions, its built-in server,
// which does one thing at a time, a login that is a form with a CSRF token, and a
// session whose id changes at each login. It says in German that it has sent, with an
// entity.
//
//     BASE=… DOUBLE=… CLIENT_ID=… CLIENT_SECRET=… php -S 127.0.0.1:3000 shop.php

declare(strict_types=1);

const TIMEOUT = 3;

class LoginNeeded extends Exception {}
class VendorFailed extends Exception {}

set_error_handler(function (int $no, string $message) {
    throw new ErrorException($message, $no);
});

session_set_cookie_params(['httponly' => true, 'samesite' => 'Lax', 'path' => '/']);
session_name('shop');
session_start();
header('Cache-Control: no-store');

function page(int $status, string $html): never
{
    http_response_code($status);
    header('Content-Type: text/html; charset=utf-8');
    echo "<!DOCTYPE html><html><head><title>Shop</title></head><body>$html</body></html>";
    exit;
}

function redirect(string $to): never
{
    header("Location: $to", true, 302);
    exit;
}

function base64url(string $data): string
{
    return rtrim(strtr(base64_encode($data), '+/', '-_'), '=');
}

/** Asks the vendor; follows no redirect and repeats nothing. */
function ask(string $method, string $path, array $form, array $headers): array
{
    $curl = curl_init(getenv('DOUBLE') . $path);
    curl_setopt_array($curl, [
        CURLOPT_CUSTOMREQUEST => $method, CURLOPT_RETURNTRANSFER => true, CURLOPT_TIMEOUT => TIMEOUT,
        CURLOPT_FOLLOWLOCATION => false, CURLOPT_HTTPHEADER => $headers,
    ]);
    if ($method === 'POST') {
        curl_setopt($curl, CURLOPT_POSTFIELDS, http_build_query($form));
    }
    $body = curl_exec($curl);
    if ($body === false) {
        throw new VendorFailed(curl_error($curl));
    }
    return [curl_getinfo($curl, CURLINFO_RESPONSE_CODE), $body];
}

function token(array $form): array
{
    $form += ['client_id' => getenv('CLIENT_ID'), 'client_secret' => getenv('CLIENT_SECRET')];
    [$status, $body] = ask('POST', '/token', $form, []);
    $answer = json_decode($body, true);
    if (!is_array($answer)) {
        throw new VendorFailed('no JSON');
    }
    if (($answer['error'] ?? '') === 'invalid_grant') {
        throw new LoginNeeded();
    }
    if ($status !== 200 || isset($answer['error']) || !is_string($answer['access_token'] ?? null) || $answer['access_token'] === ''
        || strtolower((string) ($answer['token_type'] ?? '')) !== 'bearer') {
        throw new VendorFailed("status $status");
    }
    return $answer;
}

function keep(array $answer): void
{
    $seconds = (int) ($answer['expires_in'] ?? 0);
    $_SESSION['access'] = $answer['access_token'];
    $_SESSION['refresh'] = $answer['refresh_token'] ?? $_SESSION['refresh'] ?? null;
    $_SESSION['expires'] = $seconds > 0 ? time() + $seconds : PHP_INT_MAX;
}

function refresh(): void
{
    if (empty($_SESSION['refresh'])) {
        throw new LoginNeeded();
    }
    keep(token(['grant_type' => 'refresh_token', 'refresh_token' => $_SESSION['refresh']]));
}

function send(string $to, string $text): void
{
    if (time() >= $_SESSION['expires'] && $_SESSION['refresh']) {
        refresh();
    }
    $try = fn () => ask('POST', '/api/sms', ['to' => $to, 'text' => $text, 'json' => 1], ['Authorization: Bearer ' . $_SESSION['access']]);
    [$status, $body] = $try();
    if ($status === 401) {
        refresh();
        [$status, $body] = $try();
        if ($status === 401) {
            throw new LoginNeeded();
        }
    }
    $answer = json_decode($body, true);
    if ($status !== 200 || (string) ($answer['success'] ?? '') !== '100') {
        throw new VendorFailed("status $status");
    }
    foreach ($answer['messages'] as $message) {
        if ($message['success'] !== true) {
            throw new VendorFailed('the recipient was refused');
        }
    }
}

function csrf(): string
{
    return $_SESSION['csrf'] ??= bin2hex(random_bytes(16));
}

function checkCsrf(): void
{
    if (!hash_equals(csrf(), (string) ($_POST['csrf'] ?? ''))) {
        page(403, '<p>This form is out of date.</p>');
    }
}

function form(string $id, string $action, string $fields): string
{
    return "<form id='$id' method='post' action='$action'><input type=hidden name=csrf value=" . csrf() . ">$fields<button>Go</button></form>";
}

function callback(): never
{
    $state = $_GET['state'] ?? '';
    $verifier = is_string($state) ? ($_SESSION['logins'][$state] ?? null) : null;
    if ($verifier === null) {
        isset($_SESSION['account']) ? redirect('/account.php') : page(400, '<p>The login did not start here.</p>');
    }
    unset($_SESSION['logins'][$state]);
    if (isset($_GET['error'])) {
        page(403, '<p>The login did not work: ' . htmlspecialchars((string) $_GET['error'], ENT_QUOTES) . '</p>');
    }
    if (!is_string($_GET['code'] ?? null) || $_GET['code'] === '') {
        page(400, '<p>The login did not work.</p>');
    }
    try {
        $answer = token(['grant_type' => 'authorization_code', 'code' => $_GET['code'], 'redirect_uri' => getenv('BASE') . '/callback.php', 'code_verifier' => $verifier]);
        [$status, $body] = ask('GET', '/me', [], ['Authorization: Bearer ' . $answer['access_token']]);
        $profile = json_decode($body, true);
        if ($status !== 200 || !isset($profile['user_id'])) {
            throw new VendorFailed('no profile');
        }
    } catch (LoginNeeded | VendorFailed) {
        page(502, '<p>The login did not work. Please try again.</p>');
    }
    session_regenerate_id(true);
    unset($_SESSION['refresh']);
    $_SESSION['account'] = ['id' => $profile['user_id'], 'company' => $profile['company']];
    keep($answer);
    redirect('/account.php');
}

$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
$inside = isset($_SESSION['account']);
switch ($_SERVER['REQUEST_METHOD'] . ' ' . $path) {
    case 'GET /':
        page(200, form('login', '/login.php', ''));
    case 'POST /login.php':
        checkCsrf();
        $state = bin2hex(random_bytes(16));
        $_SESSION['logins'][$state] = $verifier = base64url(random_bytes(48));
        redirect(getenv('DOUBLE') . '/authorize?' . http_build_query([
            'response_type' => 'code', 'client_id' => getenv('CLIENT_ID'), 'redirect_uri' => getenv('BASE') . '/callback.php',
            'scope' => 'sms', 'state' => $state, 'code_challenge' => base64url(hash('sha256', $verifier, true)), 'code_challenge_method' => 'S256',
        ]));
    case 'GET /callback.php':
        callback();
    case 'GET /account.php':
        if (!$inside) {
            redirect('/');
        }
        $note = $_SESSION['note'] ?? '';
        unset($_SESSION['note']);
        page(200, "<p>$note</p><p>" . htmlspecialchars($_SESSION['account']['company']) . '</p>' .
            form('send', '/send.php', '<input name=to><textarea name=text>Hello</textarea>') . form('logout', '/logout.php', ''));
    case 'POST /send.php':
        if (!$inside) {
            redirect('/');
        }
        checkCsrf();
        try {
            send((string) ($_POST['to'] ?? ''), (string) ($_POST['text'] ?? ''));
            $_SESSION['note'] = 'Die Nachricht ist &uuml;bermittelt.';
        } catch (LoginNeeded) {
            unset($_SESSION['account'], $_SESSION['access'], $_SESSION['refresh']);
            redirect('/');
        } catch (VendorFailed) {
            $_SESSION['note'] = 'Nothing could be sent. Please try again later.';
        }
        redirect('/account.php');
    case 'POST /logout.php':
        checkCsrf();
        foreach (['refresh', 'access'] as $kind) {
            try {
                ask('POST', '/revoke', ['token' => $_SESSION[$kind] ?? ''], []);
            } catch (VendorFailed) {
                // the session ends all the same
            }
        }
        $_SESSION = [];
        session_destroy();
        setcookie('shop', '', ['expires' => 1, 'path' => '/']);
        redirect('/');
    default:
        page(404, '<p>There is no such page.</p>');
}
