<?php
// The tests of the shop: phpunit ShopTest.php, with the image sms77mock or $SMS77MOCK_URL.

declare(strict_types=1);

require_once __DIR__ . '/Sms77Mock.php';

use PHPUnit\Framework\TestCase;

final class ShopTest extends TestCase
{
    private Sms77Mock $mock;
    private string $url;
    private string $reached; // where the double reaches the shop: from within a container by another name
    private $server;
    private CurlHandle $person;

    protected function setUp(): void
    {
        $port = self::freePort();
        $this->url = "http://127.0.0.1:$port";
        $this->reached = getenv('SMS77MOCK_URL') ? $this->url : "http://host.docker.internal:$port";
        $this->mock = new Sms77Mock("$this->url/callback");
        $environment = getenv() + [
            'CLIENT_ID' => $this->mock->name, 'CLIENT_SECRET' => $this->mock->secret,
            'OAUTH_URL' => Sms77Mock::url(), 'GATEWAY_URL' => Sms77Mock::url() . '/api',
        ];
        $this->server = proc_open(['php', '-S', "127.0.0.1:$port", __DIR__ . '/shop.php'], [1 => ['file', '/dev/null', 'w'], 2 => ['file', '/dev/null', 'w']], $pipes, null, $environment);
        $this->person = curl_init();
        curl_setopt($this->person, CURLOPT_COOKIEFILE, '');
        for ($tries = 0; $tries < 200 && !@fsockopen('127.0.0.1', $port); $tries++) {
            usleep(20_000);
        }
    }

    protected function tearDown(): void
    {
        proc_terminate($this->server);
        proc_close($this->server);
        if ($this->hasFailed()) {
            fwrite(STDERR, "\n{$this->getName()}:\n{$this->mock->journal()}\n");
        }
        $this->mock->leave();
    }

    private static function freePort(): int
    {
        $socket = stream_socket_server('tcp://127.0.0.1:0');
        preg_match('/\d+$/', stream_socket_get_name($socket, false), $port);
        fclose($socket);
        return (int) $port[0];
    }

    /** open is what a person gets to see. */
    private function open(string $path, ?array $form = null): array
    {
        curl_setopt_array($this->person, [CURLOPT_URL => $this->url . $path, CURLOPT_RETURNTRANSFER => true, CURLOPT_FOLLOWLOCATION => true, CURLOPT_TIMEOUT => 10]);
        $form === null ? curl_setopt($this->person, CURLOPT_HTTPGET, true) : curl_setopt($this->person, CURLOPT_POSTFIELDS, http_build_query($form));
        $body = curl_exec($this->person);
        return [curl_getinfo($this->person, CURLINFO_RESPONSE_CODE), $body];
    }

    private function login(): void
    {
        $this->assertSame([200, 'Welcome!'], $this->open('/login'));
    }

    private function send(): array
    {
        return $this->open('/send', ['to' => '49170123456789', 'text' => 'Your code is 123456']);
    }

    public function testLoginAndSend(): void
    {
        $this->login();
        $this->assertSame([200, 'Sent.'], $this->send());
        $this->assertSame(['123456'], $this->mock->wait('messages', ['to' => '49170123456789'])[0]['codes']);
    }

    public function testDenial(): void
    {
        $this->mock->deny();
        $this->assertSame([403, 'You did not allow the access.'], $this->open('/login'));
        $this->assertSame([], $this->mock->requests(['endpoint' => 'token']));
    }

    public function testTamperedState(): void
    {
        $this->mock->inject(['preset' => 'tampered-state']);
        $this->assertSame([400, 'The login did not start here.'], $this->open('/login'));
    }

    public function testAnExpiredTokenIsRefreshed(): void
    {
        $this->login();
        $this->mock->expire();
        $this->assertSame([200, 'Sent.'], $this->send());
        $this->assertCount(1, $this->mock->requests(['grant_type' => 'refresh_token']));
    }

    public function testAFailureOnRefreshKeepsTheLogin(): void
    {
        $this->login();
        $this->mock->expire();
        $this->mock->inject(['preset' => 'token-unavailable', 'grant_type' => 'refresh_token']);
        $this->assertSame(502, $this->send()[0]);
        $this->assertSame([200, 'Sent.'], $this->send());
    }

    public function testARevokedLoginAsksForANewOne(): void
    {
        $this->login();
        $this->mock->revoke();
        $this->assertSame([401, 'Please log in again.'], $this->send());
    }

    public function testAnAnswerReachesTheShop(): void
    {
        $this->login();
        $this->assertSame([200, 'Listening.'], $this->open('/listen', ['url' => "$this->reached/webhook"]));
        $this->mock->receive('49170123456789', 'STOP');
        $this->mock->wait('requests', ['endpoint' => 'webhook', 'outcome' => 'ok']);
        $this->assertSame([200, 'STOP'], $this->open('/inbox'));
    }
}
