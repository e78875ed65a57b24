<?php
// The tests of the shop: phpunit ShopTest.php, with the image sms77mock, or with a
// double at $SMS77MOCK_URL that reaches the shop as $SHOP_HOST.

declare(strict_types=1);

require_once __DIR__ . '/Sms77Mock.php';

use PHPUnit\Framework\Attributes\DataProvider; // PHPUnit 9 reads the annotations instead
use PHPUnit\Framework\TestCase;

final class ShopTest extends TestCase
{
    private const NOT_NOW = 'That is not possible at the moment.';
    private const PERHAPS = 'Perhaps it was sent, perhaps not.';
    private const LOG_IN = 'Please log in again.';

    private Sms77Mock $mock;
    private string $url;
    private string $reached; // where the double reaches the shop: from within a container by another name
    private string $data;
    private $server;
    private array $pipes = [];
    private CurlHandle $person;
    private string $journal = '';

    protected function setUp(): void
    {
        $this->mock = new Sms77Mock();
        $this->data = sys_get_temp_dir() . "/{$this->mock->name}";
        mkdir($this->data);
        $environment = getenv() + [
            'CLIENT_ID' => $this->mock->name, 'CLIENT_SECRET' => $this->mock->secret, 'DATA' => $this->data,
            'OAUTH_URL' => Sms77Mock::url(), 'GATEWAY_URL' => Sms77Mock::url() . '/api',
        ];
        $this->server = proc_open(['php', '-S', '0.0.0.0:0', __DIR__ . '/shop.php'], [2 => ['pipe', 'w']], $this->pipes, null, $environment);
        $this->assertSame(1, preg_match('/:(\d+)\) started/', (string) fgets($this->pipes[2]), $port), 'the shop does not start');
        $this->url = "http://127.0.0.1:$port[1]";
        $this->reached = 'http://' . (getenv('SHOP_HOST') ?: 'host.docker.internal') . ":$port[1]";
        $this->mock->settle("$this->url/callback");
        $this->person = $this->newPerson();
    }

    protected function tearDown(): void
    {
        proc_terminate($this->server);
        proc_close($this->server);
        array_map('unlink', glob("$this->data/*"));
        rmdir($this->data);
        $this->journal = $this->mock->journal();
        $this->mock->leave();
    }

    /** A test that fails tells what was asked, and why it was answered so. */
    protected function onNotSuccessfulTest(Throwable $failure): never
    {
        fwrite(STDERR, "\n$this->journal\n");
        throw $failure;
    }

    private function newPerson(): CurlHandle
    {
        $person = curl_init();
        curl_setopt_array($person, [CURLOPT_COOKIEFILE => '', CURLOPT_RETURNTRANSFER => true, CURLOPT_FOLLOWLOCATION => true, CURLOPT_TIMEOUT => 10]);
        return $person;
    }

    /** open is what a person gets to see. */
    private function open(string $path, ?array $form = null): array
    {
        curl_setopt($this->person, CURLOPT_URL, $this->url . $path);
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

    private function listen(): void
    {
        $this->assertSame([200, 'Listening.'], $this->open('/listen', ['url' => "$this->reached/webhook"]));
    }

    public function testLoginAndSend(): void
    {
        $this->login();
        $this->assertSame([200, 'Sent.'], $this->send());
        $this->assertSame(['123456'], $this->mock->see('messages', ['to' => '49170123456789'])[0]['codes']);
    }

    public function testDenial(): void
    {
        $this->mock->decide(['decision' => 'deny']);
        $this->assertSame([403, 'You did not allow the access.'], $this->open('/login'));
        $this->assertSame([], $this->mock->see('requests', ['endpoint' => 'token']));
    }

    public static function faultsOfALogin(): array
    {
        return [
            'tampered state' => [['preset' => 'tampered-state'], 400, 'The log-in did not start here.'],
            'missing state' => [['preset' => 'missing-state'], 400, 'The log-in did not start here.'],
            'missing code' => [['preset' => 'missing-code'], 502, self::NOT_NOW],
            'an error that is no denial' => [['preset' => 'temporarily-unavailable'], 502, self::NOT_NOW],
            'expired code' => [['preset' => 'code-expired'], 401, self::LOG_IN],
            'refused client' => [['preset' => 'invalid-client'], 502, self::NOT_NOW],
            'HTML instead of tokens' => [['preset' => 'html-error-page'], 502, self::NOT_NOW],
            'broken connection' => [['preset' => 'connection-reset', 'endpoint' => 'token'], 502, self::NOT_NOW],
        ];
    }

    /** @dataProvider faultsOfALogin */
    #[DataProvider('faultsOfALogin')]
    public function testALoginThatFailsIsToldSoAndTheNextOneSucceeds(array $fault, int $status, string $text): void
    {
        $this->mock->inject($fault);
        $this->assertSame([$status, $text], $this->open('/login'));
        $this->login();
    }

    public function testACodeThatIsStolenOnItsWayBackIsOfNoUse(): void
    {
        curl_setopt($this->person, CURLOPT_FOLLOWLOCATION, false);
        $this->open('/login');
        $browser = curl_init(curl_getinfo($this->person, CURLINFO_REDIRECT_URL));
        curl_setopt($browser, CURLOPT_RETURNTRANSFER, true);
        curl_exec($browser);
        parse_str(parse_url(curl_getinfo($browser, CURLINFO_REDIRECT_URL), PHP_URL_QUERY), $stolen);
        $thief = curl_init(Sms77Mock::url() . '/token');
        curl_setopt_array($thief, [CURLOPT_RETURNTRANSFER => true, CURLOPT_POSTFIELDS => http_build_query([
            'grant_type' => 'authorization_code', 'code' => $stolen['code'], 'code_verifier' => str_repeat('guessed', 7),
            'client_id' => $this->mock->name, 'client_secret' => $this->mock->secret,
        ])]);
        curl_exec($thief);
        $this->assertSame(400, curl_getinfo($thief, CURLINFO_RESPONSE_CODE));
        $this->assertSame([], $this->mock->see('tokens', ['kind' => 'access_token']));
    }

    public function testAnExpiredTokenIsRefreshedAndTheMessageSentOnce(): void
    {
        $this->login();
        $this->mock->expire('access_token');
        $this->assertSame([200, 'Sent.'], $this->send());
        $this->assertCount(1, $this->mock->see('requests', ['grant_type' => 'refresh_token']));
        $this->assertCount(1, $this->mock->see('messages'));
    }

    public function testAFailureOnRefreshKeepsTheLogin(): void
    {
        $this->login();
        $this->mock->expire('access_token');
        $this->mock->inject(['preset' => 'token-unavailable', 'grant_type' => 'refresh_token']);
        $this->assertSame([502, self::NOT_NOW], $this->send());
        $this->assertSame([200, 'Sent.'], $this->send());
    }

    public function testARefreshWhoseAnswerIsLostAsksForANewLogin(): void
    {
        $this->login();
        $this->mock->expire('access_token');
        $this->mock->inject(['preset' => 'response-lost', 'grant_type' => 'refresh_token']);
        $this->assertSame([502, self::NOT_NOW], $this->send());
        $this->assertSame([401, self::LOG_IN], $this->send());
        $this->login();
    }

    public function testWhoHasBeenAwayForWeeksLogsInAgain(): void
    {
        $this->login();
        $this->mock->expire('access_token');
        $this->mock->expire('refresh_token');
        $this->assertSame([401, self::LOG_IN], $this->send());
        $this->login();
    }

    public function testWhoHasTakenTheAccessBackLogsInAgain(): void
    {
        $this->login();
        $this->mock->revoke();
        $this->assertSame([401, self::LOG_IN], $this->send());
        $this->login();
    }

    public function testWhatWasNotAllowedIsToldSoAndTheRestWorks(): void
    {
        $this->mock->decide(['decision' => 'approve', 'scope' => 'sms']);
        $this->login();
        $this->assertSame([403, 'You have not allowed that.'], $this->open('/contacts'));
        $this->assertSame([200, 'Sent.'], $this->send());
    }

    public static function faultsOfAMessage(): array
    {
        return [
            'rate limit' => ['rate-limited', 429, 'That is too much at once. Please try again in 30 seconds.', 0],
            'bad gateway' => ['bad-gateway', 502, self::NOT_NOW, 0],
            'stall' => ['hang', 502, self::PERHAPS, 0],
            'broken connection' => ['connection-reset', 502, self::PERHAPS, 0],
            'lost answer' => ['response-lost', 502, self::PERHAPS, 1],
            'half an answer' => ['truncated-body', 502, self::PERHAPS, 1],
        ];
    }

    /** @dataProvider faultsOfAMessage */
    #[DataProvider('faultsOfAMessage')]
    public function testAMessageThatFailsIsTriedOnce(string $preset, int $status, string $text, int $sent): void
    {
        $this->login();
        $this->mock->inject(['preset' => $preset, 'endpoint' => 'sms']);
        $this->assertSame([$status, $text], $this->send());
        $this->assertCount(1, $this->mock->see('requests', ['endpoint' => 'sms']));
        $this->assertCount($sent, $this->mock->see('messages'));
    }

    public static function codes(): array
    {
        return [
            'no number' => [202, 'That is no number to send to.'],
            'no credit' => [500, 'Your credit does not suffice.'],
            'anything else' => [403, 'It was refused: 403'],
        ];
    }

    /** @dataProvider codes */
    #[DataProvider('codes')]
    public function testAMessageThatIsRefusedIsNotShownAsSent(int $code, string $text): void
    {
        $this->login();
        $this->mock->script(['code' => $code]);
        $this->assertSame([400, $text], $this->send());
        $this->assertSame([200, ''], $this->open('/messages'));
    }

    public function testAMessageThatIsNotDeliveredIsShownSo(): void
    {
        $this->login();
        $this->listen();
        $this->mock->script(['statuses' => [['status' => 'NOTDELIVERED', 'after' => '0s']]]);
        $this->assertSame([200, 'Sent.'], $this->send());
        $this->mock->wait('requests', ['endpoint' => 'webhook', 'outcome' => 'ok']);
        $this->assertSame([200, 'NOTDELIVERED'], $this->open('/messages'));
    }

    public function testAnAnswerReachesTheShop(): void
    {
        $this->login();
        $this->listen();
        $this->mock->receive('49170123456789', 'STOP');
        $this->mock->wait('requests', ['endpoint' => 'webhook', 'outcome' => 'ok']);
        $this->assertSame([200, 'STOP'], $this->open('/inbox'));
    }

    public function testWhatIsSentIsTakenOffTheBalance(): void
    {
        $this->login();
        $this->assertSame([200, '10.00 EUR'], $this->open('/balance'));
        $this->send();
        $this->assertSame([200, '9.93 EUR'], $this->open('/balance'));
    }

    public function testAContactThatIsAddedStays(): void
    {
        $this->login();
        $this->assertSame([200, 'Jane Roe: 49170123456789'], $this->open('/contacts'));
        $this->assertSame([200, 'Added.'], $this->open('/contacts', ['name' => 'John', 'number' => '491716992343']));
        $this->assertSame([200, 'Jane Roe: 49170123456789, John: 491716992343'], $this->open('/contacts'));
    }

    public function testWhoLogsOutLeavesNoTokenBehind(): void
    {
        $this->login();
        $this->assertSame([200, 'Good-bye.'], $this->open('/logout', []));
        foreach (['access_token', 'refresh_token'] as $kind) {
            $this->assertSame('revoked', $this->mock->see('tokens', ['kind' => $kind])[0]['state']);
        }
        $this->assertSame([401, self::LOG_IN], $this->send());
    }

    public function testSomebodyElseIsNotLoggedIn(): void
    {
        $this->login();
        $this->person = $this->newPerson();
        $this->assertSame([401, self::LOG_IN], $this->open('/balance'));
    }
}
