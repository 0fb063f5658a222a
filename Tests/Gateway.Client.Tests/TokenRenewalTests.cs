using System.Buffers.Text;
using System.Collections.Concurrent;
using Gateway.Client.Internal;
using Gateway.Client.Tests.Fakes;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Client.Tests;

public sealed class TokenRenewalTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentQueue<GatewayException> _failures = new();
    private FakeGateway _gateway = null!;
    private int _minted;

    public async Task InitializeAsync()
    {
        _gateway = await FakeGateway.StartAsync();
        _gateway.OnRenew = token => TokenSource.ExpiryOf(token)!.Value.UtcDateTime;
    }

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    [Fact]
    public async Task A_token_is_renewed_on_the_running_connection_before_it_ends_again_and_again()
    {
        await using var client = Client(Fresh);
        await client.ConnectAsync();

        for (var i = 2; i <= 4; i++)
        {
            // Time goes on while the renewal is on its way.
            Assert.InRange((TokenSource.ExpiryOf(await RenewalAsync()) - _time.GetUtcNow())!.Value, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10));
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
            : TokenSource.ExpiryOf(token)!.Value.UtcDateTime;
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

        await AdvanceUntilAsync(() => !_failures.IsEmpty);
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
    public void A_text_without_an_end_has_none(string? token) => Assert.Null(TokenSource.ExpiryOf(token));

    private static async IAsyncEnumerable<StreamItem> Stream(Task more)
    {
        yield return Items.Started(0);
        await more.WaitAsync(TimeSpan.FromSeconds(30));
        yield return Items.Events(1, 1);
    }

    private string Fresh()
    {
        Interlocked.Increment(ref _minted);
        var payload = System.Text.Encoding.UTF8.GetBytes($$"""{"exp":{{_time.GetUtcNow().AddMinutes(10).ToUnixTimeSeconds()}}}""");
        return $"h.{Base64Url.EncodeToString(payload)}.s";
    }

    private GatewayClient Client(Func<string> token) => GatewayClient.Create(new GatewayClientOptions
    {
        Url = _gateway.Url,
        TokenProvider = _ => new ValueTask<string?>(token()),
        TimeProvider = _time,
        Random = new Random(TestClient.Seed),
        OnTokenFailure = _failures.Enqueue,
    });

    private async Task<string> RenewalAsync()
    {
        string? token = null;
        await AdvanceUntilAsync(() => _gateway.Renewals.Reader.TryRead(out token));
        return token!;
    }

    // The waits begin on other threads, so time passes in small steps until what is awaited has happened.
    private async Task AdvanceUntilAsync(Func<bool> happened)
    {
        for (var i = 0; i < 5_000 && !happened(); i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Pace.Async(TimeSpan.FromMilliseconds(1));
            if (happened())
            {
                return;
            }
        }
    }
}
