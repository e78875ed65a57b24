<?php
// Writes PHP's answers into the JSON files beside this script, which are named after the function that they ask. Every
// row is {"in": ..., "out": ...}: "in" is kept, "out" is computed anew. To add a case, add a row without "out".
//
// To record again, with PHP 8.2 and its default settings:   php -n record.php
//
// Binary answers are written in hex. The rows of body.json are sent to PHP's built-in server, which runs this script.

if (PHP_SAPI === 'cli-server') {
    echo json_encode((object) text(body_parameters()));
    return;
}

$answer = [
    'base64_decode' => fn($in) => bin2hex(base64_decode($in)),
    'body' => fn($in) => send($in),
    'http_build_query' => fn($in) => http_build_query(array_column($in, 1, 0)),
    'json_decode' => fn($in) => [json_encode(json_decode($in)), http_build_query(['s' => json_decode($in)])],
    'json_encode' => fn($in) => json_encode($in),
    'ltrim' => fn($in) => ltrim($in),
    'parse_str' => function ($in) { parse_str($in, $out); return (object) $out; },
    'parse_url' => fn($in) => parse_url($in),
    'rawurldecode' => fn($in) => bin2hex(rawurldecode($in)),
    'trim' => fn($in) => trim($in),
    'urldecode' => fn($in) => bin2hex(urldecode($in)),
];

foreach ($answer as $name => $function) {
    $file = __DIR__ . "/$name.json";
    $rows = json_decode(file_get_contents($file), false, 512, JSON_THROW_ON_ERROR);
    $flags = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_PRESERVE_ZERO_FRACTION | JSON_THROW_ON_ERROR;
    $lines = array_map(fn($row) => json_encode(['in' => $row->in, 'out' => $function($row->in)], $flags), $rows);
    file_put_contents($file, "[\n" . implode(",\n", $lines) . "\n]\n");
}

/** What Request::createFromGlobals of bshaffer/oauth2-server-php takes for the parameters of the body. */
function body_parameters(): array
{
    $type = $_SERVER['CONTENT_TYPE'] ?? '';
    $method = $_SERVER['REQUEST_METHOD'];
    $body = file_get_contents('php://input');
    $parameters = $_POST;
    if (str_starts_with($type, 'application/x-www-form-urlencoded') && in_array($method, ['PUT', 'DELETE'])) {
        parse_str($body, $parameters);
    } elseif (str_starts_with($type, 'application/json') && in_array($method, ['POST', 'PUT', 'DELETE'])) {
        $parameters = json_decode($body, true);
    }
    // A list has no names, so nothing can be found in it.
    return is_array($parameters) && !array_is_list($parameters) ? $parameters : [];
}

/** The values as PHP prints them, without those that isset() takes for absent. -0.0, which is falsy, is printed as 0. */
function text(array $values): array
{
    $isset = array_filter($values, fn($value) => $value !== null);
    return array_map(fn($value) => is_array($value) ? text($value) : (string) ($value === -0.0 ? 0 : $value), $isset);
}

/** Sends a request to the built-in server, which is started when it is first needed. */
function send(object $request): object
{
    static $server, $address;
    if (!$server) {
        $probe = stream_socket_server('tcp://127.0.0.1:0');
        $address = stream_socket_get_name($probe, false);
        fclose($probe);
        $server = proc_open([PHP_BINARY, '-n', '-d', 'display_errors=0', '-S', $address, __FILE__], [2 => ['file', '/dev/null', 'w']], $pipes);
        register_shutdown_function(fn() => proc_terminate($server));
        while (!@fsockopen("tcp://$address")) {
            usleep(10000);
        }
    }
    $http = ['method' => $request->method, 'header' => "Content-Type: $request->type", 'content' => $request->body];
    return json_decode(file_get_contents("http://$address/", false, stream_context_create(['http' => $http])));
}
