using System.CommandLine;
using Gateway.CommandLine.Output;
using Gateway.CommandLine.Running;

namespace Gateway.CommandLine.Logs;

/// <summary>Where the reading of a log begins and ends.</summary>
internal sealed class LogOptions
{
    private readonly Option<string?> _from = new("--from")
    {
        HelpName = "POSITION",
        Description = "Continue after this position, as a command printed it; 0 begins with the oldest that is kept. If absent: what comes next.",
    };

    private readonly ReaderOptions _limit = new();

    public Command AddTo(Command command)
    {
        command.Options.Add(_from);
        _limit.AddTo(command);
        return command;
    }

    public PositionText? FromOf(Invocation invocation) => PositionText.Parse(invocation.Get(_from));

    public ReaderLimit LimitOf(Invocation invocation) => _limit.LimitOf(invocation);
}
