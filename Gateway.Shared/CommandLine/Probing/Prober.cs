using Gateway.CommandLine.Running;

namespace Gateway.CommandLine.Probing;

/// <summary>Runs checks one after another, each within its time limit, until one fails; what comes after it cannot be checked.</summary>
/// <param name="time">The clock.</param>
/// <param name="limit">Longest time of one check.</param>
/// <param name="report">Told of each step as soon as it is known.</param>
internal sealed class Prober(TimeProvider time, TimeSpan limit, Action<ProbeStep> report)
{
    private readonly List<ProbeStep> _steps = [];
    private string? _failed;

    public IReadOnlyList<ProbeStep> Steps => _steps;

    /// <summary>One of <see cref="ExitCodes"/>: that of the check that failed.</summary>
    public int ExitCode { get; private set; }

    /// <param name="name">The name of the check.</param>
    /// <param name="check">Does it and says what it saw; it throws when the check fails, and <see cref="ProbeSkip"/> when it does not apply.</param>
    /// <param name="cancellationToken">Ends the probe.</param>
    public async Task CheckAsync(string name, Func<CancellationToken, Task<string>> check, CancellationToken cancellationToken)
    {
        var step = _failed is null
            ? await RunAsync(name, check, cancellationToken)
            : new ProbeStep { Name = name, Outcome = ProbeStep.Skipped, Detail = $"not tried, because {_failed} failed" };
        _steps.Add(step);
        report(step);
    }

    private async Task<ProbeStep> RunAsync(string name, Func<CancellationToken, Task<string>> check, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var begin = time.GetTimestamp();
        var step = new ProbeStep { Name = name, Outcome = ProbeStep.Passed, Detail = "" };
        try
        {
            step = step with { Detail = await check(both.Token) };
        }
        catch (ProbeSkip skip)
        {
            step = step with { Outcome = ProbeStep.Skipped, Detail = skip.Message };
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            step = FailedWith(step, error is OperationCanceledException ? TooSlow() : error);
        }

        return step with { Milliseconds = Math.Round(time.GetElapsedTime(begin).TotalMilliseconds, 1) };
    }

    private ProbeStep FailedWith(ProbeStep step, Exception error)
    {
        var failure = FailureReport.Of(error);
        (_failed, ExitCode) = (step.Name, failure.ExitCode);
        return step with { Outcome = ProbeStep.Failed, Detail = $"{failure.Code}: {failure.Message}", Remedy = failure.Remedy };
    }

    private ToolFailure TooSlow() => new(
        ExitCodes.TimedOut, $"It took longer than {limit.TotalSeconds} s.", "Look at the load of the machine and the network, or allow more with --timeout.");
}
