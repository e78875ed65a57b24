<?php
// A small shop that sends SMS in the name of its users, as a real one would. What
// it keeps of them is in a directory:
//
//     CLIENT_ID=… CLIENT_SECRET=… DATA=… php -S 127.0.0.1:8000 shop.php

declare(strict_types=1);

require_once __DIR__ . '/sms77.php';

/** kept returns what was kept under a name, and keeps something more. */
function kept(string $name, array $more = []): array
{
    $file = getenv('DATA') . "/$name.json";
    $all = array_replace(json_decode((string) @file_get_contents($file), true) ?? [], $more);
    if ($more !== []) {
        file_put_contents($file, json_encode($all));
    }
    return $all;
}

/** serve returns what a page says, or throws a Problem. */
function serve(string $request): string
{
    switch ($request) {
        case 'GET /login':
            header('Location: ' . Sms77::authorization());
            return '';
        case 'GET /callback':
            Sms77::comeBack($_GET);
            return 'Welcome!';
        case 'POST /send':
            $id = Sms77::send($_POST['to'], $_POST['text']);
            kept('messages', [$id => kept('messages')[$id] ?? 'on its way']); // the report may come before the answer
            return 'Sent.';
        case 'GET /messages':
            return implode(', ', kept('messages'));
        case 'GET /balance':
            return sprintf('%.2f EUR', Sms77::call('/balance?json=1')['amount']);
        case 'GET /contacts':
            $line = fn(array $contact): string => "{$contact['properties']['fullname']}: {$contact['properties']['mobile_number']}";
            return implode(', ', array_map($line, Sms77::call('/contacts')['data']));
        case 'POST /contacts':
            Sms77::call('/contacts', ['firstname' => $_POST['name'], 'mobile_number' => $_POST['number']]);
            return 'Added.';
        case 'POST /listen':
            foreach (['sms_mo', 'dlr'] as $event) {
                Sms77::call('/hooks', ['action' => 'subscribe', 'event_type' => $event, 'target_url' => $_POST['url']]);
            }
            return 'Listening.';
        case 'POST /webhook':
            if ($_POST['webhook_event'] === 'dlr') {
                kept('messages', [$_POST['data']['msg_id'] => $_POST['data']['status']]);
            } else {
                kept('inbox', [$_POST['data']['id'] => $_POST['data']['text']]);
            }
            return '';
        case 'GET /inbox':
            return implode(', ', kept('inbox'));
        case 'POST /logout':
            Sms77::logOut();
            return 'Good-bye.';
        default:
            throw new Problem('There is nothing here.', 404);
    }
}

if ($_SERVER['SCRIPT_NAME'] !== '/webhook') {
    session_save_path(getenv('DATA'));
    session_start();
}
try {
    echo serve("{$_SERVER['REQUEST_METHOD']} {$_SERVER['SCRIPT_NAME']}");
} catch (Problem $problem) {
    http_response_code($problem->getCode());
    echo $problem->getMessage();
}
