using System.CommandLine;
using Gateway.CommandLine.Output;

namespace Gateway.CommandLine.Running;

/// <summary>Runs the actions of commands: gives them their time limit, and turns what they throw into one line and an exit code.</summary>
internal sealed class CommandRunner(ToolHost host, GlobalOptions globals)
{
    public ToolHost Host => host;

    /// <summary>The command with an action, which is cancelled by Ctrl+C, and after <c>--timeout</c> unless it keeps its own time.</summary>
    public Command Attach(Command command, Func<Invocation, CancellationToken, Task<int>> action, CommandKind kind = CommandKind.OneShot)
    {
        command.SetAction((parsed, stop) => RunAsync(new Invocation(host, globals, parsed), action, kind, stop));
        return command;
    }

    private async Task<int> RunAsync(
        Invocation invocation, Func<Invocation, CancellationToken, Task<int>> action, CommandKind kind, CancellationToken stop)
    {
        using var deadline = new CancellationTokenSource(kind == CommandKind.OneShot ? invocation.Timeout : Timeout.InfiniteTimeSpan, host.Time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stop);
        try
        {
            return await action(invocation, limit.Token);
        }
        catch (OutputClosedException)
        {
            return ExitCodes.Ok;
        }
        catch (Exception error) when (stop.IsCancellationRequested)
        {
            return kind == CommandKind.Tail && error is OperationCanceledException ? ExitCodes.Ok : ExitCodes.Interrupted;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return Report(new ToolFailure(
                ExitCodes.TimedOut, $"It took longer than {invocation.Timeout.TotalSeconds} s.", "Allow more with --timeout, or find out why: mxgateway probe"));
        }
        catch (Exception error)
        {
            return Report(error);
        }
    }

    private int Report(Exception error)
    {
        var report = FailureReport.Of(error);
        host.Errors.WriteLine(report);
        return report.ExitCode;
    }
}
