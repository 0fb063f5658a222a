using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Testing;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Login;
using Gateway.Web.Front.Api;
using Gateway.Web.Platform.Logging;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Access.Login;

public sealed class LoginLimitTests
{
    private readonly FakeUserDirectory _directory = new((user, password, _) => password == "right"
        ? DirectoryAnswer.Known(user, [new DirectoryGroup("cn=ops,dc=plant", "ops")])
        : DirectoryAnswer.Refused(LoginFailure.WrongPassword));

    [Fact]
    public async Task Attempts_on_a_name_are_limited_however_it_is_written_and_wherever_they_come_from()
    {
        await using var host = await StartAsync(("AttemptsPerUser", "3"), ("WindowSeconds", "60"));
        foreach (var name in new[] { "ada", "ADA", "  Ada " })
        {
            host.RemoteAddress = IPAddress.Parse($"192.0.2.{name.Length}");
            Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync(name, "wrong"));
        }

        host.Clock.Advance(TimeSpan.FromSeconds(20));
        using var refused = await host.PostAsync("ada", "right");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("40", Assert.Single(refused.Headers.GetValues("Retry-After")));
        var body = (await refused.Content.ReadFromJsonAsync<JsonObject>(Patience.Token))!;
        Assert.Equal("TooManyRequests", (string?)body["code"]);
        Assert.Equal(40_000, (int)body["retryAfterMs"]!);
        Assert.Equal(3, _directory.Asked);
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync("grace", "right"));
        host.Clock.Advance(TimeSpan.FromSeconds(41));
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync("ada", "right"));
    }

    [Fact]
    public async Task Attempts_from_an_address_are_limited_whatever_names_are_tried()
    {
        await using var host = await StartAsync(("AttemptsPerAddress", "5"));
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync($"user-{i}", i == 0 ? "" : "wrong"));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await host.StatusAsync("ada", "right"));
        host.RemoteAddress = IPAddress.Parse("198.51.100.1");
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync("ada", "right"));
    }

    [Fact]
    public async Task Log_ins_that_succeed_do_not_count()
    {
        await using var host = await StartAsync(("AttemptsPerUser", "2"), ("AttemptsPerAddress", "2"));
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await host.StatusAsync("ada", "right"));
        }
    }

    [Fact]
    public async Task Attempts_at_the_same_time_count_before_they_end()
    {
        using var gate = new ManualResetEventSlim();
        var directory = new FakeUserDirectory((_, _, deadline) =>
        {
            gate.Wait(deadline);
            return DirectoryAnswer.Refused(LoginFailure.WrongPassword);
        });
        await using var host = await LoginHost.StartAsync(directory, Settings(("AttemptsPerUser", "4")));
        var tries = Enumerable.Range(0, 12).Select(_ => host.StatusAsync("ada", "wrong")).ToArray();
        while (tries.Count(task => task.IsCompleted) < 8)
        {
            await Task.WhenAny(tries.Where(task => !task.IsCompleted)).WithTimeout("refusal of the attempts beyond the limit");
        }

        gate.Set();
        var statuses = await Task.WhenAll(tries).WithTimeout("end of all attempts");
        Assert.Equal(8, statuses.Count(status => status == HttpStatusCode.TooManyRequests));
        Assert.Equal(4, directory.Asked);
    }

    [Fact]
    public async Task Only_as_many_ask_the_directory_as_there_are_places()
    {
        var (now, most) = (0, 0);
        var directory = new FakeUserDirectory((_, _, _) =>
        {
            var running = Interlocked.Increment(ref now);
            InterlockedMax(ref most, running);
            Thread.SpinWait(200_000);
            Interlocked.Decrement(ref now);
            return DirectoryAnswer.Refused(LoginFailure.WrongPassword);
        });
        await using var host = await LoginHost.StartAsync(directory, Settings(("MaxConcurrent", "2")));

        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => host.StatusAsync($"user-{i}", "wrong"))).WithTimeout("all attempts");

        Assert.Equal(30, directory.Asked);
        Assert.InRange(most, 1, 2);
    }

    [Fact]
    public async Task Every_attempt_is_audited_with_its_end_and_without_its_password()
    {
        await using var host = await StartAsync(("AttemptsPerUser", "1"));
        await host.StatusAsync("eve\n", "right");
        await host.StatusAsync("ada", "right");
        await host.StatusAsync("bob", "guess-1");
        await host.StatusAsync("bob", "guess-2");

        Assert.Equal(["malformed", "accepted", "wrong_password", "rate_limited"], host.Audit.Attempts.Select(attempt => attempt.Outcome));
        Assert.Equal(["eve?", "ada", "bob", "bob"], host.Audit.Attempts.Select(attempt => attempt.User));
        Assert.All(host.Audit.Attempts, attempt => Assert.Equal("192.0.2.7", attempt.RemoteAddress));
        Assert.Equal("ldap:ada", host.Audit.Attempts.ElementAt(1).Subject);
        Assert.DoesNotContain(host.Logs.Lines, line => line.Contains("guess-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("{}", HttpStatusCode.Unauthorized)]
    [InlineData("null", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("""{"user":1,"password":"secret-text"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"user":"ada","password":"secret-text""", HttpStatusCode.BadRequest)]
    public async Task Bodies_that_are_no_log_in_are_refused_and_not_logged(string body, HttpStatusCode expected)
    {
        await using var host = await StartAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, body.Length == 0 ? "text/plain" : "application/json");
        using var response = await host.Client.PostAsync(LoginEndpoint.Path, content, Patience.Token);
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(0, _directory.Asked);
        Assert.DoesNotContain(host.Logs.Lines, line => line.Contains("secret-text", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_refused()
    {
        await using var host = await StartAsync();
        using var content = new StringContent($$"""{"user":"ada","password":"{{new string('x', LoginEndpoint.MaxBodyBytes)}}"}""", System.Text.Encoding.UTF8, "application/json");
        using var response = await host.Client.PostAsync(LoginEndpoint.Path, content, Patience.Token);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Without_a_directory_the_gateway_says_that_there_is_no_log_in()
    {
        await using var host = await LoginHost.StartAsync(null);
        Assert.Equal("""{"password":false}""", await host.Client.GetStringAsync(LoginEndpoint.Path, Patience.Token));
        Assert.Equal(HttpStatusCode.NotFound, await host.StatusAsync("ada", "right"));
    }

    [Fact]
    public async Task A_directory_that_cannot_be_stopped_is_not_waited_for()
    {
        using var forever = new ManualResetEventSlim();
        var directory = new FakeUserDirectory((_, _, _) =>
        {
            forever.Wait(TimeSpan.FromSeconds(20), CancellationToken.None);
            return DirectoryAnswer.Refused(LoginFailure.WrongPassword);
        });
        await using var host = await LoginHost.StartAsync(directory, Settings(("Ldap:TimeoutSeconds", "1")));
        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync("ada", "wrong"));
        Assert.True(host.HasLogged(EventIds.Login + 7));
        forever.Set();
    }

    [Fact]
    public async Task Refusals_are_answered_at_whole_steps_of_time()
    {
        await using var host = await StartAsync(("RefusalStepMs", "300"));
        var started = TimeProvider.System.GetTimestamp();
        await host.StatusAsync("ada", "wrong");
        Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(295));
    }

    [Theory]
    [InlineData("ａda", true)]
    [InlineData("ⓐda", true)]
    [InlineData("𝐚da", true)]
    [InlineData("ªda", true)]
    [InlineData("ada", false)]
    [InlineData("åda.müller@plant", false)]
    [InlineData("李", false)]
    public void Characters_that_directories_fold_are_told(string user, bool expected) => Assert.Equal(expected, LoginLimiter.HasOtherSpelling(user));

    [Fact]
    public void Addresses_of_one_IPv6_network_are_one()
    {
        Assert.Equal(RemoteNetwork.KeyOf(IPAddress.Parse("2001:db8::1")), RemoteNetwork.KeyOf(IPAddress.Parse("2001:db8::ffff:2")));
        Assert.NotEqual(RemoteNetwork.KeyOf(IPAddress.Parse("2001:db8::1")), RemoteNetwork.KeyOf(IPAddress.Parse("2001:db8:0:1::1")));
        Assert.Equal(RemoteNetwork.KeyOf(IPAddress.Parse("::ffff:192.0.2.1")), RemoteNetwork.KeyOf(IPAddress.Parse("192.0.2.1")));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref target)) && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }

    private static (string Key, string Value)[] Settings(params (string Key, string Value)[] settings) =>
        [("Gateway:Login:Ldap:TimeoutSeconds", "60"), ("Gateway:Login:Ldap:Groups:0:Group", "ops"), ("Gateway:Login:Ldap:Groups:0:Scopes:0", "sessions:read"),
            .. settings.Select(setting => ($"Gateway:Login:{setting.Key}", setting.Value))];

    private Task<LoginHost> StartAsync(params (string Key, string Value)[] settings) => LoginHost.StartAsync(_directory, Settings(settings));
}
