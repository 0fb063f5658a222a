using Gateway.Client.Internal;
using Gateway.Contracts;

namespace Gateway.Client;

/// <summary>
/// The bulk commands of a session. Each gives one result per element, in the order of the request; an element's failing
/// HRESULT is in its result. They throw as <see cref="SessionCommands"/> do when the command as a whole failed.
/// </summary>
public static class SessionBulkCommands
{
    public static Task<IReadOnlyList<MxItemResult>> AddItemBulkAsync(
        this GatewaySession session, int serverHandle, IReadOnlyList<string> itemDefinitions,
        CancellationToken cancellationToken = default) =>
        Run(session, Command(MxMethod.AddItemBulk, serverHandle) with { ItemDefinitions = itemDefinitions }, cancellationToken);

    public static Task<IReadOnlyList<MxItemResult>> AdviseItemBulkAsync(
        this GatewaySession session, int serverHandle, IReadOnlyList<int> itemHandles, bool supervisory = false,
        CancellationToken cancellationToken = default) =>
        Run(
            session,
            Command(MxMethod.AdviseItemBulk, serverHandle) with { ItemHandles = itemHandles, Supervisory = supervisory },
            cancellationToken);

    public static Task<IReadOnlyList<MxItemResult>> AdviseItemBulkAsync(
        this GatewaySession session, int serverHandle, IReadOnlyList<int> itemHandles, CancellationToken cancellationToken) =>
        session.AdviseItemBulkAsync(serverHandle, itemHandles, supervisory: false, cancellationToken);

    public static Task<IReadOnlyList<MxItemResult>> RemoveItemBulkAsync(
        this GatewaySession session, int serverHandle, IReadOnlyList<int> itemHandles,
        CancellationToken cancellationToken = default) =>
        Run(session, Command(MxMethod.RemoveItemBulk, serverHandle) with { ItemHandles = itemHandles }, cancellationToken);

    public static Task<IReadOnlyList<MxItemResult>> UnAdviseItemBulkAsync(
        this GatewaySession session, int serverHandle, IReadOnlyList<int> itemHandles,
        CancellationToken cancellationToken = default) =>
        Run(session, Command(MxMethod.UnAdviseItemBulk, serverHandle) with { ItemHandles = itemHandles }, cancellationToken);

    /// <summary>Adds and advises in one go.</summary>
    public static Task<IReadOnlyList<MxItemResult>> SubscribeBulkAsync(
        this GatewaySession session, int serverHandle, IReadOnlyList<string> itemDefinitions, bool supervisory = false,
        CancellationToken cancellationToken = default) =>
        Run(
            session,
            Command(MxMethod.SubscribeBulk, serverHandle) with { ItemDefinitions = itemDefinitions, Supervisory = supervisory },
            cancellationToken);

    /// <summary>Adds and advises in one go.</summary>
    public static Task<IReadOnlyList<MxItemResult>> SubscribeBulkAsync(
        this GatewaySession session, int serverHandle, IReadOnlyList<string> itemDefinitions, CancellationToken cancellationToken) =>
        session.SubscribeBulkAsync(serverHandle, itemDefinitions, supervisory: false, cancellationToken);

    /// <summary>Adds and advises in one go, and may wait for the first values.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="SubscribeOptions.FirstValues"/> is not in its range; nothing is subscribed.</exception>
    public static async Task<IReadOnlyList<MxItemResult>> SubscribeBulkAsync(
        this GatewaySession session, int serverHandle, IReadOnlyList<string> itemDefinitions, SubscribeOptions options,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        FirstValues.Check(options.FirstValues);
        var subscribed = await session.SubscribeBulkAsync(serverHandle, itemDefinitions, options.Supervisory, cancellationToken);
        return options.FirstValues is { } wait
            ? await new FirstValues(session, serverHandle, wait).AddToAsync(subscribed, itemDefinitions, cancellationToken)
            : subscribed;
    }

    /// <summary>
    /// Registers the client name unless it is registered, and adds and advises what its registration does not have yet: what a program calls
    /// that starts again. A reference that was added with a context, as a buffered item, or without advising it does not count.
    /// </summary>
    /// <returns>One result per reference, in the order of the request.</returns>
    public static async Task<IReadOnlyList<MxItemResult>> SubscribeMissingAsync(
        this GatewaySession session, string clientName, IReadOnlyList<string> itemDefinitions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(itemDefinitions);
        var found = await new LiveSubscriber(session, clientName, supervisory: false).SubscribeAsync(itemDefinitions, cancellationToken);
        return [.. itemDefinitions.Select(reference => found.Handles.TryGetValue(LiveReference.KeyOf(reference), out var handle)
            ? new MxItemResult { ItemDefinition = reference, ItemHandle = handle.ItemHandle }
            : found.Refused[LiveReference.KeyOf(reference)])];
    }

    /// <summary>Unadvises and removes in one go.</summary>
    public static Task<IReadOnlyList<MxItemResult>> UnsubscribeBulkAsync(
        this GatewaySession session, int serverHandle, IReadOnlyList<int> itemHandles,
        CancellationToken cancellationToken = default) =>
        Run(session, Command(MxMethod.UnsubscribeBulk, serverHandle) with { ItemHandles = itemHandles }, cancellationToken);

    public static Task<IReadOnlyList<MxItemResult>> WriteBulkAsync(
        this GatewaySession session, int serverHandle, IReadOnlyList<MxWrite> writes,
        CancellationToken cancellationToken = default) =>
        Run(session, Command(MxMethod.WriteBulk, serverHandle) with { Writes = writes }, cancellationToken);

    public static Task<IReadOnlyList<MxItemResult>> Write2BulkAsync(
        this GatewaySession session, int serverHandle, IReadOnlyList<MxWrite> writes,
        CancellationToken cancellationToken = default) =>
        Run(session, Command(MxMethod.Write2Bulk, serverHandle) with { Writes = writes }, cancellationToken);

    public static Task<IReadOnlyList<MxItemResult>> WriteSecuredBulkAsync(
        this GatewaySession session, int serverHandle, IReadOnlyList<MxWrite> writes,
        CancellationToken cancellationToken = default) =>
        Run(session, Command(MxMethod.WriteSecuredBulk, serverHandle) with { Writes = writes }, cancellationToken);

    public static Task<IReadOnlyList<MxItemResult>> WriteSecured2BulkAsync(
        this GatewaySession session, int serverHandle, IReadOnlyList<MxWrite> writes,
        CancellationToken cancellationToken = default) =>
        Run(session, Command(MxMethod.WriteSecured2Bulk, serverHandle) with { Writes = writes }, cancellationToken);

    /// <summary>
    /// Reads the value of each item. An advised item is answered at once with its last known value; for any other item the command waits for
    /// the first value, at most this long; null waits 80 % of the command's deadline.
    /// </summary>
    public static Task<IReadOnlyList<MxItemResult>> ReadBulkAsync(
        this GatewaySession session, int serverHandle, IReadOnlyList<string> itemDefinitions, TimeSpan? wait = null,
        CancellationToken cancellationToken = default) =>
        session.ReadBulkAsync(serverHandle, itemDefinitions, wait, null, cancellationToken);

    /// <summary>As above, but with known values no older than this; <see cref="TimeSpan.Zero"/> reads every item again.</summary>
    public static Task<IReadOnlyList<MxItemResult>> ReadBulkAsync(
        this GatewaySession session, int serverHandle, IReadOnlyList<string> itemDefinitions, TimeSpan? wait, TimeSpan? maxAge,
        CancellationToken cancellationToken) =>
        Run(
            session,
            Command(MxMethod.ReadBulk, serverHandle) with
            {
                ItemDefinitions = itemDefinitions,
                ReadTimeoutMs = (int?)wait?.TotalMilliseconds,
                MaxAgeMs = (int?)maxAge?.TotalMilliseconds,
            },
            cancellationToken);

    private static MxCommand Command(MxMethod method, int serverHandle) => new() { Method = method, ServerHandle = serverHandle };

    private static Task<IReadOnlyList<MxItemResult>> Run(GatewaySession session, MxCommand command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.RunAsync(command, reply => reply.Results, cancellationToken);
    }
}
