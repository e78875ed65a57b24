<?php
// What the shop knows of the vendor: the log-in, and calls in the name of the user
// whose session it is.

declare(strict_types=1);

/** What a user is told; its code is the status of the page. */
final class Problem extends Exception
{
    public static function loginNeeded(): self
    {
        unset($_SESSION['token']);
        return new self('Please log in again.', 401);
    }

    public static function unavailable(): self
    {
        return new self('That is not possible at the moment.', 502);
    }
}

/** No answer has come, or not the whole of it. */
final class Silence extends Exception {}

final class Sms77
{
    private const PATIENCE = 3; // seconds that an answer may take

    private static function oauth(): string
    {
        return getenv('OAUTH_URL') ?: 'https://oauth.sms77.io';
    }

    /** ask returns the status, the headers and the body of an answer; null if it is no JSON. */
    private static function ask(string $url, ?array $form, string $token = ''): array
    {
        $headers = [];
        $curl = curl_init($url);
        curl_setopt_array($curl, [
            CURLOPT_RETURNTRANSFER => true, CURLOPT_TIMEOUT => self::PATIENCE,
            CURLOPT_HTTPHEADER => $token === '' ? [] : ["Authorization: Bearer $token"],
            CURLOPT_HEADERFUNCTION => function ($curl, string $line) use (&$headers): int {
                [$name, $value] = explode(':', $line, 2) + [1 => ''];
                $headers[strtolower($name)] = trim($value);
                return strlen($line);
            },
        ]);
        if ($form !== null) {
            curl_setopt($curl, CURLOPT_POSTFIELDS, http_build_query($form));
        }
        $body = curl_exec($curl);
        if ($body === false) {
            throw new Silence(curl_error($curl));
        }
        return [curl_getinfo($curl, CURLINFO_RESPONSE_CODE), $headers, json_decode($body, true)];
    }

    /** authorization begins a log-in: it returns where the user is sent, and the session keeps what is needed when they come back. */
    public static function authorization(): string
    {
        $random = fn(): string => rtrim(strtr(base64_encode(random_bytes(32)), '+/', '-_'), '=');
        $_SESSION['state'] = $random();
        $_SESSION['verifier'] = $random();
        return self::oauth() . '/authorize?' . http_build_query([
            'response_type' => 'code', 'client_id' => getenv('CLIENT_ID'), 'state' => $_SESSION['state'], 'scope' => 'balance contacts hooks sms',
            'code_challenge' => rtrim(strtr(base64_encode(hash('sha256', $_SESSION['verifier'], true)), '+/', '-_'), '='), 'code_challenge_method' => 'S256',
        ]);
    }

    /** comeBack ends a log-in with what the user comes back with. */
    public static function comeBack(array $query): void
    {
        $state = $_SESSION['state'] ?? null;
        $verifier = $_SESSION['verifier'] ?? null;
        unset($_SESSION['state'], $_SESSION['verifier']);
        if ($state === null || ($query['state'] ?? null) !== $state) {
            throw new Problem('The log-in did not start here.', 400);
        }
        if (($query['error'] ?? '') === 'access_denied') {
            throw new Problem('You did not allow the access.', 403);
        }
        if (($query['code'] ?? '') === '') {
            throw Problem::unavailable();
        }
        self::redeem(['grant_type' => 'authorization_code', 'code' => $query['code'], 'code_verifier' => $verifier]);
    }

    /** redeem exchanges a code or a refresh token; the session keeps what comes. */
    private static function redeem(array $grant): void
    {
        try {
            [$status, , $body] = self::ask(self::oauth() . '/token', $grant + ['client_id' => getenv('CLIENT_ID'), 'client_secret' => getenv('CLIENT_SECRET')]);
        } catch (Silence) {
            throw Problem::unavailable();
        }
        if ($status === 400 && ($body['error'] ?? '') === 'invalid_grant') {
            throw Problem::loginNeeded();
        }
        if ($status !== 200 || !isset($body['access_token'])) {
            throw Problem::unavailable();
        }
        $_SESSION['token'] = $body;
    }

    /** answer calls the gateway; a token that is refused is refreshed, once. */
    private static function answer(string $path, ?array $form): mixed
    {
        $url = (getenv('GATEWAY_URL') ?: 'https://gateway.sms77.io/api') . $path;
        $token = $_SESSION['token'] ?? throw Problem::loginNeeded();
        [$status, $headers, $body] = self::ask($url, $form, $token['access_token']);
        if ($status === 401) {
            self::redeem(['grant_type' => 'refresh_token', 'refresh_token' => $token['refresh_token']]);
            [$status, $headers, $body] = self::ask($url, $form, $_SESSION['token']['access_token']);
        }
        return match (true) {
            $status === 401 => throw Problem::loginNeeded(),
            $status === 403 => throw new Problem('You have not allowed that.', 403),
            $status === 429 => throw new Problem("That is too much at once. Please try again in {$headers['retry-after']} seconds.", 429),
            $status !== 200 || $body === null => throw Problem::unavailable(),
            default => $body,
        };
    }

    /** call calls the gateway where it does no harm to try again. */
    public static function call(string $path, ?array $form = null): mixed
    {
        try {
            return self::answer($path, $form);
        } catch (Silence) {
            throw Problem::unavailable();
        }
    }

    /** send sends an SMS. One whose answer does not come may have been sent: to try again would perhaps send it twice. */
    public static function send(string $to, string $text): string
    {
        try {
            [$message] = self::answer('/sms', ['to' => $to, 'text' => $text, 'json' => '1'])['messages'];
        } catch (Silence) {
            throw new Problem('Perhaps it was sent, perhaps not.', 502);
        }
        // The code of the whole answer, success, is 100 although the only recipient is refused.
        if ($message['success']) {
            return $message['id'];
        }
        throw new Problem(match ($message['error']) {
            202 => 'That is no number to send to.',
            500 => 'Your credit does not suffice.',
            default => "It was refused: {$message['error']}",
        }, 400);
    }

    /** logOut gives both tokens back; that of the two which fails is good until it expires. */
    public static function logOut(): void
    {
        foreach (['access_token', 'refresh_token'] as $kind) {
            try {
                self::ask(self::oauth() . '/revoke', ['token' => $_SESSION['token'][$kind], 'client_id' => getenv('CLIENT_ID')]);
            } catch (Silence) {
            }
        }
        unset($_SESSION['token']);
    }
}
