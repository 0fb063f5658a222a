using System.CommandLine;
using System.Globalization;
using Gateway.CommandLine.Running;
using Gateway.Contracts;

namespace Gateway.CommandLine.Alarms;

/// <summary>The options that choose alarms.</summary>
internal sealed class AlarmFilter
{
    private readonly Option<string[]> _areas = Lists.Option("--area", "AREA[,AREA...]", "Only alarms of these areas.");
    private readonly Option<string[]> _references = Lists.Option("--alarm", "GLOB[,GLOB...]", "Only alarms with such a name; * is any run of characters, ? one.");
    private readonly Option<int?> _priority = new("--priority-to") { HelpName = "N", Description = "Only alarms that are at least as urgent; 1 is the most urgent." };

    public Command AddTo(Command command)
    {
        command.Options.Add(_areas);
        command.Options.Add(_references);
        command.Options.Add(_priority);
        return command;
    }

    public AlarmRequest RequestOf(Invocation invocation) => new()
    {
        Areas = Lists.OrNull(invocation, _areas),
        References = Lists.OrNull(invocation, _references),
        PriorityTo = invocation.Get(_priority),
    };

    /// <summary>The filter in a query string.</summary>
    public string QueryOf(Invocation invocation)
    {
        (string Name, string? Value)[] parts =
        [
            ("areas", Joined(Lists.OrNull(invocation, _areas))), ("references", Joined(Lists.OrNull(invocation, _references))),
            ("priorityTo", invocation.Get(_priority)?.ToString(CultureInfo.InvariantCulture)),
        ];
        return string.Join('&', parts.Where(part => part.Value is not null).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}"));
    }

    private static string? Joined(string[]? list) => list is null ? null : string.Join(',', list);
}
