using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.HubProtocol;
using Gateway.Serialization;
using Gateway.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Client.Tests.Fakes;

/// <summary>
/// A gateway with the real hub contract and scripted answers: real Kestrel, real SignalR, real WebSockets. A test sets
/// <see cref="OnStream"/> and <see cref="OnInvoke"/> before it calls; <see cref="Requests"/> and <see cref="EndedStreams"/> are
/// the signals to wait for.
/// </summary>
internal sealed class FakeGateway : IAsyncDisposable
{
    public const int ParallelInvocations = 10;

    private readonly WebApplication _app;
    private readonly Channel<StreamRequest> _requests = Channel.CreateBounded<StreamRequest>(10_000);
    private readonly Channel<int> _endedStreams = Channel.CreateBounded<int>(10_000);
    private int _streams;

    private FakeGateway(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First());

    public Func<MxCommand, Action, MxReply> OnInvoke { get; set; } = (command, _) => new MxReply { Method = command.Method };

    public Func<FakeStream, IAsyncEnumerable<StreamItem>> OnStream { get; set; } = _ => AsyncEnumerable.Empty<StreamItem>();

    /// <summary>The feed's items for a request; the action aborts the caller's connection.</summary>
    public Func<FeedRequest, Action, IAsyncEnumerable<FeedItem>> OnFeed { get; set; } = (_, _) => AsyncEnumerable.Empty<FeedItem>();

    /// <summary>The items of an alarm stream for a request; the action aborts the caller's connection.</summary>
    public Func<AlarmRequest, Action, IAsyncEnumerable<AlarmItem>> OnAlarms { get; set; } = (_, _) => AsyncEnumerable.Empty<AlarmItem>();

    /// <summary>The items of an overview for a request; the action aborts the caller's connection.</summary>
    public Func<OverviewRequest, Action, IAsyncEnumerable<OverviewItem>> OnOverview { get; set; } = (_, _) => AsyncEnumerable.Empty<OverviewItem>();

    /// <summary>The result of an acknowledgement of one alarm or of shelving.</summary>
    public Func<object, AlarmCommandResult> OnAlarmCommand { get; set; } = _ => throw new GatewayException(GatewayErrorCode.Forbidden, "Not scripted.");

    /// <summary>The sessions that are listed; null lists two that are always there.</summary>
    public Func<IReadOnlyList<SessionInfo>>? OnList { get; set; }

    public Func<OpenSessionRequest, SessionInfo>? OnOpen { get; set; }

    /// <summary>The answer to a change of a running stream.</summary>
    public Func<StreamSettings, StreamSettings> OnUpdate { get; set; } = settings => settings;

    public string Backend { get; init; } = "simulator";

    /// <summary>HTTP statuses with which the next connection attempts are answered.</summary>
    public ConcurrentQueue<int> Refusals { get; } = new();

    /// <summary>The Authorization header of every connection attempt.</summary>
    public ConcurrentQueue<string> Authorizations { get; } = new();

    /// <summary>Every token that was sent to renew another, in order.</summary>
    public Channel<string> Renewals { get; } = Channel.CreateBounded<string>(1_000);

    /// <summary>The expiry that a renewal returns.</summary>
    public Func<string, DateTime> OnRenew { get; set; } = _ => DateTime.MaxValue;

    /// <summary>
    /// The size limit of messages that it reports; null for an earlier version, which does not have the method.
    /// </summary>
    public long? MaxMessageBytes { get; set; }

    public ConcurrentQueue<MxCommand> Commands { get; } = new();

    public ConcurrentQueue<string> ClosedSessions { get; } = new();

    /// <summary>The request of every subscription, in order.</summary>
    public ChannelReader<StreamRequest> Requests => _requests.Reader;

    /// <summary>The number of every subscription that has ended, for any reason.</summary>
    public ChannelReader<int> EndedStreams => _endedStreams.Reader;

    /// <param name="rawSocket">What happens with a socket at <c>/raw</c>.</param>
    /// <param name="parallelInvocations">How many calls of one client run at a time.</param>
    public static async Task<FakeGateway> StartAsync(Func<WebSocket, Task>? rawSocket = null, int parallelInvocations = ParallelInvocations)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        FakeGateway? gateway = null;
        builder.Services.AddSingleton(_ => gateway!);
        builder.Services
            .AddSignalR(options =>
            {
                options.MaximumParallelInvocationsPerClient = parallelInvocations;
                options.MaximumReceiveMessageSize = 1024 * 1024;
            })
            .AddJsonProtocol(json => GatewayJson.Configure(json.PayloadSerializerOptions))
            .AddMessagePackProtocol(GatewayMessagePack.Configure);
        var app = builder.Build();
        gateway = new FakeGateway(app);
        app.Use(gateway.AdmitAsync);
        app.UseWebSockets();
        app.MapHub<FakeGatewayHub>(HubContract.Path);
        app.Map("/raw", async context => await rawSocket!(await context.WebSockets.AcceptWebSocketAsync()));
        await app.StartAsync().WithTimeout("the fake gateway to start");
        return gateway;
    }

    public SessionInfo Session(string id) => new()
    {
        SessionId = id,
        Backend = Backend,
        State = SessionState.Ready,
        Owner = "test",
        CreatedAt = DateTime.UnixEpoch,
        Lease = new LeaseInfo { Seconds = 60 },
    };

    public async IAsyncEnumerable<StreamItem> RunStream(
        StreamRequest request, Action abort, [EnumeratorCancellation] CancellationToken cancelled)
    {
        var number = Interlocked.Increment(ref _streams);
        _requests.Writer.TryWrite(request);
        try
        {
            await foreach (var item in OnStream(new FakeStream(number, request, abort, cancelled)).WithCancellation(cancelled))
            {
                yield return item;
            }
        }
        finally
        {
            _endedStreams.Writer.TryWrite(number);
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var impatient = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(impatient.Token);
        await _app.DisposeAsync();
    }

    private Task AdmitAsync(HttpContext context, RequestDelegate next)
    {
        Authorizations.Enqueue(context.Request.Headers.Authorization.ToString());
        if (Refusals.TryDequeue(out var status))
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        }

        return next(context);
    }
}
