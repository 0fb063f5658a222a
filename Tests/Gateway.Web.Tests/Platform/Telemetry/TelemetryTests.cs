using System.Diagnostics;
using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Values;
using Gateway.Web.Access.Callers;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Gateway.Web.Tests.Platform.Telemetry;

/// <summary>A gateway that sends to a real receiver over HTTP.</summary>
public sealed class TelemetryTests : IAsyncLifetime
{
    private const string Secret = "Planted-secret-4711";
    private const string HubMethodPrefix = "GatewayHub/";

    private OtlpCollector _collector = null!;
    private GatewayHost _host = null!;
    private string _token = null!;
    private HubConnection _owner = null!;
    private string _sessionId = null!;

    public async Task InitializeAsync()
    {
        _collector = await OtlpCollector.StartAsync();
        _host = await GatewayHost.StartAsync(
            ("Gateway:Telemetry:OtlpEndpoint", _collector.Address), ("OTEL_BSP_SCHEDULE_DELAY", "50"), ("OTEL_METRIC_EXPORT_INTERVAL", "100"),
            // The spans of other tests of this process take part.
            ("OTEL_BSP_MAX_QUEUE_SIZE", "100000"), ("OTEL_EXPORTER_OTLP_TIMEOUT", "90000"));
        _token = (await _host.MintAsync("ada", Scopes.Admin)).Token.Token;
        _owner = await _host.ConnectAsync(_token);
        _sessionId = (await GatewayHost.OpenSessionAsync(_owner, "line-1", "Tank101.Level.PV")).SessionId;
    }

    public async Task DisposeAsync()
    {
        await _owner.DisposeAsync();
        await _host.DisposeAsync();
        await _collector.DisposeAsync();
    }

    [Fact]
    public async Task Metrics_arrive_under_their_names_and_with_their_units()
    {
        string[] names = ["gateway.command.duration", "gateway.sessions", "gateway.process.memory.resident"];
        await Eventually.Async(() => names.All(_collector.Metrics.ContainsKey), "the metrics");

        Assert.Equal("s", _collector.Metrics["gateway.command.duration"]);
        Assert.Equal("{session}", _collector.Metrics["gateway.sessions"]);
        Assert.Equal("By", _collector.Metrics["gateway.process.memory.resident"]);
    }

    [Fact]
    public async Task A_command_is_one_trace_from_the_hub_call_to_the_workers_execution()
    {
        var execute = await SpanAsync("execute AddItem");
        var command = await ParentAsync(execute);
        var call = await ParentAsync(command);

        Assert.Equal(("command AddItem", HubMethodPrefix + "Invoke", ""), (command.Name, call.Name, call.ParentId));
        Assert.All([execute, command, call], AssertDescribed);
        Assert.Equal(PlantWorker.ExecutionTime, execute.Duration);
    }

    [Fact]
    public async Task A_streams_span_ends_with_its_start_and_a_resume_has_its_own()
    {
        await _host.Workers.Of(_sessionId).PublishAsync(1, 1);
        using var end = new CancellationTokenSource();
        await using var stream = _owner.StreamAsync<StreamItem>(HubContract.StreamSession, _sessionId, new StreamRequest { ResumeAfter = 1 }, end.Token).GetAsyncEnumerator();
        Assert.True(await stream.MoveNextAsync().AsTask().WithTimeout("the first item"));

        // The stream is still running.
        var resume = await SpanAsync("resume");
        var start = await ParentAsync(resume);

        Assert.Equal(HubMethodPrefix + "StreamSession", start.Name);
        Assert.All([resume, start], AssertDescribed);
        await end.CancelAsync();
    }

    [Fact]
    public async Task A_stream_that_does_not_resume_has_no_resume_span()
    {
        await using (var stream = _owner.StreamAsync<StreamItem>(HubContract.StreamSession, _sessionId, new StreamRequest()).GetAsyncEnumerator())
        {
            Assert.True(await stream.MoveNextAsync().AsTask().WithTimeout("the first item"));
            await SpanAsync(HubMethodPrefix + "StreamSession");
        }

        Assert.DoesNotContain(Own, span => span.Name == "resume");
    }

    [Fact]
    public async Task The_span_of_a_stream_of_alarms_ends_with_its_start_too()
    {
        await AlarmPlant.InAsync(_host, new SessionAccessInfo("m", "gateway:alarms", null));
        using var listener = ListenToClients();
        using var client = StartClient();
        await using var alarms = new HubAlarms(_owner, new AlarmRequest { After = 0 });
        await alarms.NextAsync<AlarmStartedItem>();

        // The stream is still running. It has no session, so its spans are known by their trace.
        await Eventually.Async(() => Of(client, "resume").Any(), "the span of its resume");
        Assert.Equal(HubMethodPrefix + HubContract.StreamAlarms, (await ParentAsync(Of(client, "resume").Single())).Name);
    }

    [Fact]
    public async Task A_refused_call_names_its_code()
    {
        using var listener = ListenToClients();
        using var client = StartClient();
        await Assert.ThrowsAsync<HubException>(() => _owner.InvokeAsync(HubContract.GetSession, _sessionId + "x", Patience.Token));

        await Eventually.Async(() => Of(client, HubMethodPrefix + "GetSession").Any(), "the failed span");
        Assert.Equal("SessionNotFound", Of(client, HubMethodPrefix + "GetSession").Single().Attributes.GetValueOrDefault("gateway.error.code"));
    }

    [Fact]
    public async Task The_trace_of_a_call_that_sends_its_context_is_the_clients()
    {
        using var listener = ListenToClients();
        using var client = StartClient();

        await _owner.InvokeAsync<MxReply>(HubContract.Invoke, _sessionId, new MxCommand { Method = MxMethod.Ping }, Patience.Token);

        Assert.Equal(client.TraceId.ToHexString(), (await SpanAsync("execute Ping")).TraceId);
    }

    [Fact]
    public async Task Calls_are_linked_to_the_trace_that_the_connection_was_opened_in()
    {
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        await using var connection = new HubConnectionBuilder().WithUrl(new Uri(_host.Address, HubContract.Path), HttpTransportType.WebSockets, options =>
        {
            options.SkipNegotiation = true;
            options.Headers["Authorization"] = $"Bearer {_token}";
            options.Headers["traceparent"] = $"00-{trace}-0102030405060708-01";
        }).Build();
        await connection.StartAsync(Patience.Token).WithTimeout("a connection");

        await connection.InvokeAsync<object>(HubContract.GetSession, _sessionId, Patience.Token);

        Assert.Equal([trace], (await SpanAsync(HubMethodPrefix + "GetSession")).LinkedTraces);
    }

    [Fact]
    public async Task Neither_item_values_nor_tokens_leave_the_gateway()
    {
        await _owner.InvokeAsync<MxReply>(
            HubContract.Invoke, _sessionId, new MxCommand { Method = MxMethod.Write, ServerHandle = 1, ItemHandle = 1, Value = MxValue.FromString(Secret) }, Patience.Token);
        using var listener = ListenToClients();
        using var client = StartClient();
        await Assert.ThrowsAsync<HubException>(() => _owner.InvokeAsync<TokenRenewal>(HubContract.RenewToken, Secret, Patience.Token));
        await _owner.InvokeAsync<TokenRenewal>(HubContract.RenewToken, _token, Patience.Token);
        await SpanAsync("execute Write");
        await Eventually.Async(() => Of(client, HubMethodPrefix + "RenewToken").Count() == 2, "the spans of the renewals");
        await Eventually.Async(() => _collector.Metrics.Count > 0, "the metrics");

        var sent = string.Concat(_collector.Bodies.Select(System.Text.Encoding.Latin1.GetString));

        Assert.All([Secret, "Tank101", .. _token.Split('.')], planted => Assert.DoesNotContain(planted, sent, StringComparison.Ordinal));
    }

    // Other tests of this process run gateways too, and activities do not belong to a host.
    private IEnumerable<OtlpSpan> Own => _collector.Spans.Where(span => span.Attributes.GetValueOrDefault("gateway.session.id") == _sessionId);

    private IEnumerable<OtlpSpan> Of(Activity client, string name) =>
        _collector.Spans.Where(span => span.Name == name && span.TraceId == client.TraceId.ToHexString());

    private async Task<OtlpSpan> SpanAsync(string name)
    {
        await Eventually.Async(() => Own.Any(span => span.Name == name), $"the span {name}");
        return Own.First(span => span.Name == name);
    }

    private static ActivityListener ListenToClients()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore.SignalR.Client",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static Activity StartClient()
    {
        var client = new Activity("click").Start();
        client.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        return client;
    }

    // A span is sent after its child, because it ends later.
    private async Task<OtlpSpan> ParentAsync(OtlpSpan child)
    {
        bool IsParent(OtlpSpan span) => span.SpanId == child.ParentId && span.TraceId == child.TraceId;
        await Eventually.Async(() => _collector.Spans.Any(IsParent), $"the parent of {child.Name}");
        return _collector.Spans.Single(IsParent);
    }

    private void AssertDescribed(OtlpSpan span) =>
        Assert.Equal((_sessionId, "line-1"), (span.Attributes.GetValueOrDefault("gateway.session.id"), span.Attributes.GetValueOrDefault("gateway.session.tag")));
}
