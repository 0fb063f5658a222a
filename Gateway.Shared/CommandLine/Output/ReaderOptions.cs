using System.CommandLine;
using Gateway.CommandLine.Running;

namespace Gateway.CommandLine.Output;

/// <summary>When a tail ends by itself: after a number of results, or after a time.</summary>
internal sealed class ReaderOptions
{
    private readonly Option<int> _count = new("--count", "-n") { HelpName = "N", Description = "End when so many results have come; what came together is printed whole." };
    private readonly Option<TimeSpan?> _time = Durations.Option("--for", "End after this time.");

    public void AddTo(Command command)
    {
        _count.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var count) && count > 0))
            {
                result.AddError($"--count '{token.Value}' is not a number from 1 on.");
            }
        });
        command.Options.Add(_count);
        command.Options.Add(_time);
    }

    public ReaderLimit LimitOf(Invocation invocation) => new(
        invocation.Has(_count) ? invocation.Get(_count) : null, invocation.Get(_time), invocation.Host.Time);
}
