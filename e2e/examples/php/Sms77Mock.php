<?php
// The double of sms77.io in tests: a container, and a tenant of it for each test.
// Plain HTTP does: a client generated from the double's document would be many
// times as long as what a suite asks for.

declare(strict_types=1);

use PHPUnit\Framework\Assert;

/** A client and an account of one test, to whom all that it orders and sees is limited. */
final class Sms77Mock
{
    private static string $double = '';

    public readonly string $name;
    public readonly string $secret;

    public function __construct()
    {
        $this->name = 'tenant-' . bin2hex(random_bytes(5));
        $this->secret = bin2hex(random_bytes(10));
    }

    /** settle registers the two. */
    public function settle(string $redirectUri): void
    {
        $contacts = [['firstname' => 'Jane', 'lastname' => 'Roe', 'mobile_number' => '49170123456789']];
        $this->order('POST', 'accounts', ['name' => $this->name, 'balance' => '10', 'contacts' => $contacts]);
        $this->order('POST', 'clients', [
            'id' => $this->name, 'secrets' => [$this->secret], 'redirect_uris' => [$redirectUri], 'pkce' => 'require', 'authorize' => ['account' => $this->name],
        ]);
    }

    /** url starts the container when it is first asked for, unless SMS77MOCK_URL has a double already. */
    public static function url(): string
    {
        self::$double = self::$double ?: (string) getenv('SMS77MOCK_URL');
        if (self::$double === '') {
            $image = getenv('SMS77MOCK_IMAGE') ?: 'sms77mock';
            $id = self::docker("run --rm -d -p 127.0.0.1::8077 --add-host host.docker.internal:host-gateway -e SMS77MOCK_WEBHOOK_HOST=host.docker.internal $image");
            register_shutdown_function(fn() => self::docker("stop $id"));
            self::docker("exec $id /sms77mock healthcheck --wait");
            self::$double = 'http://' . strtok(self::docker("port $id 8077"), "\n");
        }
        return self::$double;
    }

    private static function docker(string $arguments): string
    {
        exec("docker $arguments", $lines, $status);
        Assert::assertSame(0, $status, "docker $arguments");
        return implode("\n", $lines);
    }

    /** order pulls a lever. What is refused fails the test, and says what would be accepted. */
    public function order(string $method, string $path, ?array $body = null): array
    {
        $curl = curl_init(self::url() . "/_mock/$path");
        curl_setopt_array($curl, [CURLOPT_RETURNTRANSFER => true, CURLOPT_TIMEOUT => 10, CURLOPT_CUSTOMREQUEST => $method]);
        if ($body !== null) {
            curl_setopt($curl, CURLOPT_POSTFIELDS, json_encode($body));
        }
        $answer = json_decode((string) curl_exec($curl), true);
        Assert::assertSame(200, curl_getinfo($curl, CURLINFO_RESPONSE_CODE), "$method $path: " . ($answer['error'] ?? curl_error($curl)));
        return $answer;
    }

    public function decide(array $decision): void
    {
        $this->order('POST', 'decisions', $decision + ['client_id' => $this->name]);
    }

    public function inject(array $fault): void
    {
        $this->order('POST', 'faults', $fault + ['client_id' => $this->name]);
    }

    /** script says what becomes of the next message. */
    public function script(array $outcome): void
    {
        $this->order('POST', 'outcomes', $outcome + ['client_id' => $this->name]);
    }

    public function expire(string $kind): void
    {
        $this->order('POST', 'tokens/expire', ['client_id' => $this->name, 'kind' => $kind]);
    }

    public function revoke(): void
    {
        $this->order('POST', 'tokens/revoke', ['client_id' => $this->name]);
    }

    public function receive(string $from, string $text): void
    {
        $this->order('POST', 'messages', ['from' => $from, 'text' => $text, 'account' => $this->name]);
    }

    /** see returns requests, messages or tokens. */
    public function see(string $what, array $chosen = []): array
    {
        return $this->order('GET', "$what?" . http_build_query($chosen + ['account' => $this->name]));
    }

    /** wait waits up to five seconds for requests or messages, and returns them. */
    public function wait(string $what, array $chosen = []): array
    {
        return $this->see("$what/wait", $chosen);
    }

    /** journal tells what was asked, and why it was answered so. */
    public function journal(): string
    {
        $line = fn(array $e) => "request {$e['id']}: {$e['method']} {$e['path']}: {$e['status']} {$e['outcome']} " . ($e['reason'] ?? '');
        return implode("\n", array_map($line, $this->order('GET', "requests?client_id=$this->name")));
    }

    /** leave ends the test. An order that nothing has met fails it: it would have proved nothing. */
    public function leave(): void
    {
        $unmet = [];
        foreach (['faults' => 'fault', 'decisions' => 'decision', 'outcomes' => 'script'] as $orders => $kind) {
            foreach ($this->order('GET', $orders) as $order) {
                if (($order[$kind]['client_id'] ?? '') === $this->name && $order['used'] === 0) {
                    $unmet[] = $order[$kind];
                }
            }
        }
        $this->order('DELETE', "clients/$this->name");
        $this->order('DELETE', "accounts/$this->name");
        Assert::assertSame([], $unmet, 'never met');
    }
}
