using Gateway.Client;
using Gateway.Errors;
using Gateway.Events;

namespace Gateway.CommandLine.Logs;

/// <summary>The names of the items of events. An event whose item is not known, or no longer, has none.</summary>
internal sealed class ItemNames(GatewaySession session)
{
    private readonly Dictionary<(int Server, int Item), string?> _names = [];
    private bool _mayAsk = true;

    public string? Find(MxEvent one) => _names.GetValueOrDefault((one.ServerHandle, one.ItemHandle));

    /// <summary>Learns the names of events, asking the session once for each handle at most.</summary>
    public async Task LearnAsync(IEnumerable<MxEvent> events, CancellationToken cancellationToken)
    {
        foreach (var key in events.Select(one => (one.ServerHandle, one.ItemHandle)).Where(key => !_names.ContainsKey(key)).Distinct().ToArray())
        {
            _names[key] = await AskAsync(key, cancellationToken);
        }
    }

    private async Task<string?> AskAsync((int Server, int Item) key, CancellationToken cancellationToken)
    {
        if (!_mayAsk)
        {
            return null;
        }

        try
        {
            return (await session.ResolveItemAsync(key.Server, key.Item, cancellationToken))?.ItemDefinition;
        }
        catch (GatewayException error) when (error.Code == GatewayErrorCode.Forbidden)
        {
            // A token that may only read; the events are shown with their handles.
            _mayAsk = false;
            return null;
        }
    }
}
