using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.CommandLine.Output;
using Gateway.CommandLine.Running;
using Gateway.Contracts;
using Gateway.Serialization;

namespace Gateway.CommandLine.Logs;

/// <summary>
/// Prints the items of a log as the HTTP streams give them, with the position of a reader that has taken them, and remembers whether something
/// was missing.
/// </summary>
internal sealed class LogPrinter(Results results)
{
    private bool _isHoled;

    /// <summary>The position after the last item, as text.</summary>
    public string? Position { get; private set; }

    public int ExitCode => _isHoled ? ExitCodes.Partial : ExitCodes.Ok;

    /// <param name="item">The item.</param>
    /// <param name="position">The position after it; null when there is none.</param>
    /// <param name="lines">The item for people.</param>
    /// <param name="complete">Adds to the JSON what the item itself does not have.</param>
    public void Print<T>(T item, string? position, IEnumerable<string> lines, Action<JsonObject>? complete = null)
        where T : IKindedItem
    {
        Position = position ?? Position;
        if (!results.IsJson)
        {
            foreach (var line in lines)
            {
                results.Say(line);
            }

            return;
        }

        var json = JsonSerializer.SerializeToNode(item, GatewayJson.Options)!.AsObject();
        complete?.Invoke(json);
        if (position is not null)
        {
            json.Insert(0, "position", position);
        }

        results.Line(json, () => "");
    }

    /// <summary>Something could not be given.</summary>
    public void Missing() => _isHoled = true;

    /// <summary>Says on standard error where the reading ended, so that it can be continued.</summary>
    public void SayPosition(string command)
    {
        if (Position is not null && !results.IsJson)
        {
            results.Note($"Continue with: mxgateway {command} --from {Position}");
        }
    }
}
