using System.Runtime.Versioning;
using Gateway.Contracts;
using Gateway.Worker.Executors.Com.Activation;
using Gateway.Worker.Executors.Com.Apartment;
using Gateway.Worker.Executors.Com.Dispatch;
using Gateway.Worker.Executors.Com.Interfaces;
using Gateway.Worker.Executors.Com.Platform;
using Gateway.Worker.Executors.Com.Variants;
using Microsoft.Extensions.Logging;

namespace Gateway.Worker.Executors.Com;

/// <summary>
/// The work of the apartment's thread: it creates the component, pumps messages, runs commands, and releases everything at the
/// end.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class ComWork : IExecutorWork
{
    private readonly ComOptions _options;
    private readonly TimeProvider _time;
    private readonly CallWatch _watch;
    private readonly ILogger _logger;
    private readonly EventTap _tap;
    private readonly EventActivity _activity;
    private readonly EventDecoder _decoder;
    private readonly TimeStamps _times;
    private readonly MessagePump _pump;
    private LmxServer? _server;
    private EventConnection? _events;
    private EventConnection? _bufferedEvents;
    private MxCommandRunner? _runner;
    private PlatformWatch? _platform;
    private Exception? _failure;

    public ComWork(ComOptions options, IExecutorSink sink, TimeProvider time, CallWatch watch, ILogger logger)
    {
        _options = options;
        _time = time;
        _watch = watch;
        _logger = logger;
        _tap = new EventTap(sink);
        _activity = new EventActivity(_tap, time);
        _times = new TimeStamps(options.TimeZone);
        _decoder = new EventDecoder(ComLayout.Current, _times, _activity);
        _pump = new MessagePump(watch);
    }

    /// <summary>Result of the latest probe of the platform; null when no probe item is set. May be read on any thread.</summary>
    public PlatformInfo? Platform => _platform?.Info;

    public TimeSpan? UntilNext => (_runner!.UntilNext, _platform?.UntilNext) switch
    {
        ({ } read, { } probe) => read < probe ? read : probe,
        var (read, probe) => read ?? probe,
    };

    public void Begin()
    {
        using (_watch.Begin("the creation of the component"))
        {
            _server = LmxServer.Create(_options);
            _events = EventConnection.Connect(_server.Pointer, ComIds.Events, _decoder.OnEvent, Fail, out var hresult)
                ?? throw new ActivationException(hresult, $"The COM component has no event interface (HRESULT 0x{hresult:X8}). Repair the installation of System Platform.");
            _bufferedEvents = EventConnection.Connect(_server.Pointer, ComIds.BufferedEvents, _decoder.OnBufferedEvent, Fail, out _);
        }

        ComExecutorLog.Created(_logger, _server.Version, _bufferedEvents is not null);
        var access = new ComMxAccess(_server.Pointer, _server.Version, _times, _watch);
        _runner = new MxCommandRunner(access, _tap, _time);
        _platform = _options.ProbeItem is { } item
            ? new PlatformWatch(new PlatformProbe(item, _options.ProbeTimeout, access, _runner), _options.ProbeSilence, _activity, _time, _logger)
            : null;
    }

    public void Wait(WaitHandle wake, TimeSpan? until) => MessagePump.Wait(wake, until);

    public void Advance()
    {
        _pump.Drain();
        if (_failure is { } failure)
        {
            throw new InvalidOperationException($"An event of the component could not be processed: {failure.Message}", failure);
        }

        _runner!.Advance();
        _platform?.Advance();
    }

    public Task<MxReply> RunAsync(MxCommand command) => _runner!.RunAsync(command);

    public void Teardown()
    {
        _platform?.End();
        _runner!.Teardown();
    }

    public void End()
    {
        if (_decoder.Unreadable > 0)
        {
            ComExecutorLog.UnreadableValues(_logger, _decoder.Unreadable);
        }

        using var call = _watch.Begin("the release of the component");
        _bufferedEvents?.Dispose();
        _events?.Dispose();
        _server?.Dispose();
    }

    private void Fail(Exception exception) => _failure ??= exception;
}
