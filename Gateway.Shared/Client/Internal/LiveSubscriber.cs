using Gateway.Contracts;
using Gateway.Errors;

namespace Gateway.Client.Internal;

/// <summary>Adds and advises what the registrations of one client name do not have yet, and registers the name if it is not registered.</summary>
internal sealed class LiveSubscriber(GatewaySession session, string clientName, bool supervisory)
{
    /// <summary>
    /// The registration that all live items of a session share, those of the TypeScript client included. Its items are only added to and
    /// never removed, so that nobody takes away what another shows.
    /// </summary>
    public const string SharedRegistration = "mxgateway live items";

    private const int AccessDenied = unchecked((int)0x80070005);
    private const int Failed = unchecked((int)0x80004005);

    /// <summary>References in one command, so that a message stays far below the gateway's limit.</summary>
    private const int Part = 1_000;

    public async Task<LiveSubscription> SubscribeAsync(IReadOnlyList<string> references, CancellationToken cancellationToken)
    {
        var state = await session.GetSessionStateAsync(cancellationToken);
        var found = ItemsOf(state);
        string[] missing =
        [
            .. references.Where(reference => !found.Handles.ContainsKey(LiveReference.KeyOf(reference)))
                .GroupBy(LiveReference.KeyOf, LiveReference.Comparer).Select(same => same.First()),
        ];
        if (missing.Length > 0)
        {
            var server = state.Servers.FirstOrDefault(IsOwn)?.ServerHandle ?? await session.RegisterAsync(clientName, cancellationToken);
            for (var i = 0; i < missing.Length; i += Part)
            {
                await AddAsync(found, server, [.. missing.Skip(i).Take(Part)], cancellationToken);
            }
        }

        return found;
    }

    private async Task AddAsync(LiveSubscription found, int server, string[] references, CancellationToken cancellationToken)
    {
        var (results, forbidden) = await SubscribeAllowedAsync(server, references, cancellationToken);
        for (var i = 0; i < references.Length; i++)
        {
            var result = i < results.Count ? results[i] : null;
            var key = LiveReference.KeyOf(references[i]);
            if (result is { ItemHandle: { } item, Hresult: >= 0 })
            {
                found.Handles[key] = new LiveHandle(server, item);
            }
            else
            {
                found.Refused[key] = result ?? RefusalOf(references[i], forbidden);
            }
        }
    }

    /// <summary>A command that is forbidden for each of its items is refused as a whole; that says the same as a refusal of each.</summary>
    private async Task<(IReadOnlyList<MxItemResult> Results, string? Forbidden)> SubscribeAllowedAsync(
        int server, string[] references, CancellationToken cancellationToken)
    {
        try
        {
            return (await session.SubscribeBulkAsync(server, references, supervisory, cancellationToken), null);
        }
        catch (GatewayException error) when (error.Code == GatewayErrorCode.Forbidden)
        {
            return ([], error.Message);
        }
    }

    private static MxItemResult RefusalOf(string reference, string? forbidden) => new()
    {
        ItemDefinition = reference,
        Hresult = forbidden is null ? Failed : AccessDenied,
        Diagnostic = forbidden ?? "The gateway gave no result for the reference.",
    };

    private bool IsOwn(ServerInfo server) => server.ClientName == clientName;

    private LiveSubscription ItemsOf(SessionItems state)
    {
        var own = new HashSet<int>(state.Servers.Where(IsOwn).Select(server => server.ServerHandle));
        var found = new LiveSubscription();
        foreach (var item in state.Items)
        {
            if (own.Contains(item.ServerHandle) && item is { Advised: not AdviseKind.None, Suspended: false, Buffered: false } && string.IsNullOrWhiteSpace(item.ItemContext))
            {
                found.Handles[LiveReference.KeyOf(item.ItemDefinition)] = new LiveHandle(item.ServerHandle, item.ItemHandle);
            }
        }

        return found;
    }
}
