using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access;
using Gateway.Web.Distribution;

namespace Gateway.Web.Hubs;

/// <summary>
/// Item globs on commands. Adding, advising and reading need the item to be readable, writing needs it to be writable; a handle
/// means what the session's item table says, and one it does not know means nothing allowed.
/// </summary>
internal static class ItemAccess
{
    /// <exception cref="GatewayException"><c>Forbidden</c>; nothing of the command is done.</exception>
    public static void Demand(Caller caller, MxCommand command, ItemTable items)
    {
        if (IsWrite(command.Method))
        {
            if (caller.Writable is { } writable)
            {
                Demand(HandlesOf(command).All(handle => Allows(writable, items.Find(command.ServerHandle ?? 0, handle))), "write");
            }
        }
        else if (caller.Read is { } readable)
        {
            Demand(AllowsReading(readable, command, items), "see");
        }
    }

    /// <summary>The reply without items the caller does not see.</summary>
    public static MxReply Trim(Caller caller, MxReply reply) => caller.Read is { } readable && reply.Session is { } session
        ? reply with { Session = session with { Items = [.. session.Items.Where(item => Allows(readable, item))] } }
        : reply;

    private static bool AllowsReading(ItemGlobs readable, MxCommand command, ItemTable items) => command.Method switch
    {
        MxMethod.AddItem or MxMethod.AddItem2 or MxMethod.AddBufferedItem =>
            command.ItemDefinition is not { } definition || readable.Allow(definition, command.ItemContext),
        MxMethod.AddItemBulk or MxMethod.SubscribeBulk or MxMethod.ReadBulk =>
            (command.ItemDefinitions ?? []).All(definition => definition is null || readable.Allow(definition, command.ItemContext)),
        // Takes all items of the registration along, whoever added them.
        MxMethod.Unregister => items.ItemsOf(command.ServerHandle ?? 0).All(item => Allows(readable, item)),
        MxMethod.Register or MxMethod.AuthenticateUser or MxMethod.ArchestrAUserToId or MxMethod.SetBufferedUpdateInterval
            or MxMethod.GetSessionState or MxMethod.GetWorkerInfo or MxMethod.Ping => true,
        _ => HandlesOf(command).All(handle => Allows(readable, items.Find(command.ServerHandle ?? 0, handle))),
    };

    private static bool IsWrite(MxMethod method) => method is MxMethod.Write or MxMethod.Write2 or MxMethod.WriteSecured
        or MxMethod.WriteSecured2 or MxMethod.WriteBulk or MxMethod.Write2Bulk or MxMethod.WriteSecuredBulk or MxMethod.WriteSecured2Bulk;

    private static IEnumerable<int> HandlesOf(MxCommand command) =>
    [
        .. command.ItemHandle is { } handle ? [handle] : Array.Empty<int>(),
        .. command.ItemHandles ?? [],
        .. (command.Writes ?? []).OfType<MxWrite>().Select(write => write.ItemHandle),
    ];

    private static bool Allows(ItemGlobs globs, ItemInfo? item) => item is not null && globs.Allow(item.ItemDefinition, item.ItemContext);

    private static void Demand(bool allowed, string what)
    {
        if (!allowed)
        {
            throw new GatewayException(GatewayErrorCode.Forbidden, $"The token does not {what} each of these items.");
        }
    }
}
