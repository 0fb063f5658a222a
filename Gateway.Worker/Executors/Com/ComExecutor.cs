using System.Globalization;
using System.Runtime.Versioning;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Worker.Executors.Com.Activation;
using Gateway.Worker.Executors.Com.Apartment;
using Microsoft.Extensions.Logging;

namespace Gateway.Worker.Executors.Com;

/// <summary>Runs a session on MXAccess itself: a single-threaded apartment with a message pump owns the component.</summary>
/// <param name="options">They must have passed <see cref="ComOptionsValidator"/>.</param>
/// <param name="time">Clock of the read deadlines, the watchdog and the probe.</param>
/// <param name="logger">It never gets a value, a name or a password.</param>
[SupportedOSPlatform("windows")]
public sealed class ComExecutor(ComOptions options, TimeProvider time, ILogger logger) : IExecutor
{
    private static readonly TimeSpan LongestRelease = TimeSpan.FromSeconds(3);

    private readonly CallWatch _watch = new(time);
    private ComWork? _work;
    private ExecutorThread? _thread;
    private CallWatchdog? _watchdog;

    public string Backend => "com";

    public ExecutorHealth Health => new() { SuspectCall = _watchdog?.Suspect, Platform = _work?.Platform };

    /// <exception cref="ActivationException">The component could not be created; the message says what is missing.</exception>
    public async Task StartAsync(IExecutorSink sink, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sink);
        if (_thread is not null)
        {
            throw new InvalidOperationException("The executor has already been started.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        _work = new ComWork(options, sink, time, _watch, logger);
        _watchdog = new CallWatchdog(_watch, options, (method, elapsed) => sink.Faulted("ComCallHung", DescribeHang(method, elapsed)), time, logger);
        _thread = new ExecutorThread(
            "MXAccess", _work, time, fault => sink.Faulted("ComFailed", $"{fault.GetType().Name}: {fault.Message}"), ApartmentState.STA);
        await _thread.Begun.WaitAsync(cancellationToken);
    }

    public async Task<MxReply> ExecuteAsync(MxCommand command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var thread = _thread ?? throw new InvalidOperationException("The executor has not been started.");
        if (_watchdog!.Suspect is { } suspect)
        {
            throw new GatewayException(
                GatewayErrorCode.WorkerUnavailable,
                $"MXAccess has not returned from {suspect.Method} for {suspect.RunningMs} ms; {command.Method} was not run. Try again later.");
        }

        try
        {
            return await thread.ExecuteAsync(command, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _watchdog.CallerGaveUp();
            throw;
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => _thread?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>Returns even if the component never releases its thread; that thread then ends with the process.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_watchdog is { } watchdog)
        {
            await watchdog.DisposeAsync();
        }

        try
        {
            if (_thread is { } thread)
            {
                await thread.DisposeAsync().AsTask().WaitAsync(LongestRelease, time);
            }
        }
        catch (TimeoutException)
        {
            ComExecutorLog.ThreadLeftBehind(logger);
        }
    }

    private static string DescribeHang(string method, TimeSpan elapsed) => string.Create(
        CultureInfo.InvariantCulture,
        $"MXAccess has not returned from {method} for {elapsed.TotalSeconds:0} s. The worker ends. Open a new session, and check the platform if this happens again.");
}
