using System.Buffers.Text;
using System.Collections.Concurrent;
using Gateway.Client.Internal;
using Gateway.Client.Tests.Fakes;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Client.Tests;

public sealed class TokenRenewalTests : IAsyncLifetime
{
    private static readonly TimeSpan ConnectTimeout = new GatewayClientOptions().ConnectTimeout;

    private readonly DueClock _time = new(TimeSpan.Zero);
    private readonly ConcurrentQueue<GatewayException> _failures = new();
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FakeGateway _gateway = null!;
    private int _minted;

    public async Task InitializeAsync()
    {
        _gateway = await FakeGateway.StartAsync();
        _gateway.OnRenew = token => TokenLife.Of(token)!.ExpiresAt.UtcDateTime;
    }

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    [Fact]
    public async Task A_token_is_renewed_on_the_running_connection_before_it_ends_again_and_again()
    {
        await using var client = Client(Fresh);
        await client.ConnectAsync();

        for (var i = 2; i <= 4; i++)
        {
            Assert.InRange(TokenLife.Of(await RenewalAsync())!.ExpiresAt - _time.True, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10));
            Assert.Equal(i, Volatile.Read(ref _minted));
        }

        Assert.Single(_gateway.Authorizations);
        Assert.Equal(GatewayConnectionState.Connected, client.State);
        Assert.Empty(_failures);
    }

    [Fact]
    public async Task It_is_not_renewed_early()
    {
        await using var client = Client(Fresh);
        await client.ConnectAsync();
        await NextWaitAsync();
        _time.Advance(TimeSpan.FromMinutes(7));

        await client.ListSessionsAsync().WithTimeout("a call behind any renewal");
        Assert.False(_gateway.Renewals.Reader.TryRead(out _));
    }

    [Fact]
    public async Task A_failed_renewal_is_tried_again()
    {
        var failing = 2;
        _gateway.OnRenew = token => failing-- > 0
            ? throw new GatewayException(GatewayErrorCode.Unauthenticated, "no")
            : TokenLife.Of(token)!.ExpiresAt.UtcDateTime;
        await using var client = Client(Fresh);
        await client.ConnectAsync();

        await RenewalAsync();
        await RenewalAsync();
        await RenewalAsync();

        Assert.Empty(_failures);
    }

    [Theory]
    [InlineData(GatewayErrorCode.Forbidden)]
    [InlineData(GatewayErrorCode.Unauthenticated)]
    public async Task The_application_is_told_when_it_cannot_be_renewed(GatewayErrorCode code)
    {
        _gateway.OnRenew = _ => throw new GatewayException(code, "no");
        await using var client = Client(Fresh);
        await client.ConnectAsync();

        await FailureAsync();
        Assert.Equal(code, Assert.Single(_failures).Code);
    }

    [Fact]
    public async Task A_running_stream_does_not_notice()
    {
        var more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _gateway.OnStream = _ => Stream(more.Task);
        await using var client = Client(Fresh);
        await using var reader = client.Session("s1").EventsAsync().GetAsyncEnumerator();
        await reader.NextAsync();

        await RenewalAsync();
        more.SetResult();

        Assert.Equal(1, Assert.IsType<EventsItem>(await reader.NextAsync()).First);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a.b.c")]
    [InlineData("a.e30.c")]
    [InlineData("a.W10.c")]
    public void A_text_without_an_end_has_none(string? token) => Assert.Null(TokenLife.Of(token));

    [Theory]
    [InlineData(-10, 20, true)]
    [InlineData(-10, 20, false)]
    [InlineData(7_200, 3_600, true)]
    [InlineData(7_200, 3_600, false)]
    public async Task A_machine_whose_clock_is_wrong_renews_at_80_percent_of_the_life_again_and_again(int aheadSeconds, int lifeSeconds, bool statesRest)
    {
        var clock = new DueClock(TimeSpan.FromSeconds(aheadSeconds));
        var renewals = 0;
        var options = new GatewayClientOptions
        {
            TokenProvider = _ => new ValueTask<string?>(Token(clock.True, lifeSeconds)),
            TimeProvider = clock,
            Random = new Random(TestClient.Seed),
            OnTokenFailure = _failures.Enqueue,
        };
        var renewer = new TokenRenewer(options.Tokens, options, (token, _) => Task.FromResult(RenewalOf(token)), NullLogger.Instance);
        await options.Tokens.NextAsync(CancellationToken.None);
        renewer.Connected();

        for (var i = 0; i < 4; i++)
        {
            var wait = await clock.NextWaitAsync();
            // A token has whole seconds.
            Assert.InRange(wait.TotalSeconds, (lifeSeconds - 1) * 0.75, lifeSeconds * 0.85);
            Assert.Equal(i, Volatile.Read(ref renewals));
            clock.Advance(wait);
            // The attempt may take until the token expires.
            Assert.InRange((await clock.NextWaitAsync()).TotalSeconds, (lifeSeconds - 1) * 0.15, lifeSeconds * 0.25);
        }

        renewer.Stop();
        Assert.Empty(_failures);

        TokenRenewal RenewalOf(string token)
        {
            Interlocked.Increment(ref renewals);
            var expiresAt = TokenLife.Of(token)!.ExpiresAt;
            return new TokenRenewal { ExpiresAt = expiresAt.UtcDateTime, ExpiresInMs = statesRest ? (long)(expiresAt - clock.True).TotalMilliseconds : null };
        }
    }

    [Fact]
    public async Task A_token_that_was_kept_for_a_while_is_renewed_in_time()
    {
        var kept = Token(_time.True, 600);
        _time.Advance(TimeSpan.FromMinutes(8));
        await using var client = Client(() => Volatile.Read(ref _minted) == 0 && Interlocked.Increment(ref _minted) == 1 ? kept : Fresh());
        await client.ConnectAsync();
        var connectedAt = _time.True;

        await RenewalAsync();
        Assert.InRange(_time.True - connectedAt, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task The_application_is_told_when_its_token_provider_does_not_answer()
    {
        var never = new TaskCompletionSource<string?>();
        var asked = 0;
        await using var client = GatewayClient.Create(new GatewayClientOptions
        {
            Url = _gateway.Url,
            TokenProvider = _ => asked++ == 0 ? new ValueTask<string?>(Fresh()) : new ValueTask<string?>(never.Task),
            TimeProvider = _time,
            OnTokenFailure = Failed,
        });
        await client.ConnectAsync();

        _time.Advance(await AttemptAsync());
        await _failed.Task.WithTimeout("the failure");
        Assert.Equal(GatewayErrorCode.Unauthenticated, Assert.Single(_failures).Code);
    }

    [Theory]
    [InlineData(0, 20)]
    [InlineData(15, 5)]
    [InlineData(-10, 20)]
    [InlineData(7_200, 20)]
    public void What_is_left_of_a_token_is_bounded_by_its_own_life(int clockSeconds, int restSeconds)
    {
        var life = new TokenLife(DateTimeOffset.UnixEpoch.AddSeconds(20), DateTimeOffset.UnixEpoch);
        Assert.Equal(TimeSpan.FromSeconds(restSeconds), life.RestAt(DateTimeOffset.UnixEpoch.AddSeconds(clockSeconds)));
    }

    private static async IAsyncEnumerable<StreamItem> Stream(Task more)
    {
        yield return Items.Started(0);
        await more.WaitAsync(TimeSpan.FromSeconds(90));
        yield return Items.Events(1, 1);
    }

    private static string Token(DateTimeOffset now, int lifeSeconds)
    {
        var payload = System.Text.Encoding.UTF8.GetBytes($$"""{"iat":{{now.ToUnixTimeSeconds()}},"exp":{{now.AddSeconds(lifeSeconds).ToUnixTimeSeconds()}}}""");
        return $"h.{Base64Url.EncodeToString(payload)}.s";
    }

    private string Fresh()
    {
        Interlocked.Increment(ref _minted);
        return Token(_time.True, 600);
    }

    private GatewayClient Client(Func<string> token) => GatewayClient.Create(new GatewayClientOptions
    {
        Url = _gateway.Url,
        TokenProvider = _ => new ValueTask<string?>(token()),
        TimeProvider = _time,
        Random = new Random(TestClient.Seed),
        OnTokenFailure = Failed,
    });

    private void Failed(GatewayException error)
    {
        _failures.Enqueue(error);
        _failed.TrySetResult();
    }

    private async Task<string> RenewalAsync()
    {
        await AttemptAsync();
        return await _gateway.Renewals.Reader.ReadAsync().WithTimeout("the renewal");
    }

    /// <summary>Ends the renewer's wait. The clock then stands still, because the attempt has its limit by it.</summary>
    /// <returns>The limit of the attempt that begins.</returns>
    private async Task<TimeSpan> AttemptAsync()
    {
        _time.Advance(await NextWaitAsync());
        return await NextWaitAsync();
    }

    /// <summary>Lets the renewer try until it gives up.</summary>
    private async Task FailureAsync()
    {
        while (true)
        {
            var wait = NextWaitAsync();
            if (await Task.WhenAny(wait, _failed.Task) == _failed.Task)
            {
                return;
            }

            _time.Advance(await wait);
            await NextWaitAsync();
        }
    }

    /// <summary>The renewer's waits and the limits of its attempts take turns; only the connecting has a limit besides.</summary>
    private async Task<TimeSpan> NextWaitAsync()
    {
        while (true)
        {
            var wait = await _time.NextWaitAsync();
            if (wait != ConnectTimeout)
            {
                return wait;
            }
        }
    }
}
