using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Items;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Front.Hubs;

/// <summary>
/// Item globs on commands. Adding, advising and reading need the item to be readable, writing needs it to be writable; a handle
/// means what the session's item table says, and one it does not know means nothing allowed. Of a bulk command the elements are
/// refused that are forbidden; where all are, it is refused as a whole.
/// </summary>
internal static class ItemAccess
{
    private const int LongestName = 128;

    /// <exception cref="GatewayException"><c>Forbidden</c>; nothing of the command is done.</exception>
    public static AdmittedCommand Admit(Caller caller, MxCommand command, ItemTable items)
    {
        var isWrite = IsWrite(command.Method);
        if ((isWrite ? caller.Writable : caller.Read) is not { } globs)
        {
            return AdmittedCommand.Whole(command);
        }

        var what = isWrite ? "write" : "see";
        if (BulkElements.Of(command) is not { } elements)
        {
            return AllowsSingle(globs, command, items) ? AdmittedCommand.Whole(command) : throw Forbidden($"{what} {NameOf(command)}");
        }

        var forbidden = new bool[elements.Count];
        for (var i = 0; i < forbidden.Length; i++)
        {
            forbidden[i] = elements.DefinitionAt(i) is { } definition
                ? !globs.Allow(definition, command.ItemContext)
                : !Allows(globs, items.Find(command.ServerHandle ?? 0, elements.HandleAt(i) ?? 0));
        }

        return Array.IndexOf(forbidden, false) < 0
            ? throw Forbidden($"{what} any of these items; the first, at index 0, is {NameOf(elements.DefinitionAt(0), elements.HandleAt(0))}")
            : AdmittedCommand.Without(command, elements, forbidden, what);
    }

    /// <summary>The reply without items the caller does not see.</summary>
    public static MxReply Trim(Caller caller, MxReply reply) => caller.Read is { } readable && reply.Session is { } session
        ? reply with { Session = session with { Items = [.. session.Items.Where(item => Allows(readable, item))] } }
        : reply;

    private static bool AllowsSingle(ItemGlobSet globs, MxCommand command, ItemTable items) => command.Method switch
    {
        MxMethod.AddItem or MxMethod.AddItem2 or MxMethod.AddBufferedItem =>
            command.ItemDefinition is not { } definition || globs.Allow(definition, command.ItemContext),
        // Takes all items of the registration along, whoever added them.
        MxMethod.Unregister => items.ItemsOf(command.ServerHandle ?? 0).All(item => Allows(globs, item)),
        MxMethod.Register or MxMethod.AuthenticateUser or MxMethod.ArchestrAUserToId or MxMethod.SetBufferedUpdateInterval
            or MxMethod.GetSessionState or MxMethod.GetWorkerInfo or MxMethod.Ping => true,
        _ => command.ItemHandle is not { } handle || Allows(globs, items.Find(command.ServerHandle ?? 0, handle)),
    };

    private static bool IsWrite(MxMethod method) => method is MxMethod.Write or MxMethod.Write2 or MxMethod.WriteSecured
        or MxMethod.WriteSecured2 or MxMethod.WriteBulk or MxMethod.Write2Bulk or MxMethod.WriteSecuredBulk or MxMethod.WriteSecured2Bulk;

    private static bool Allows(ItemGlobSet globs, ItemInfo? item) => item is not null && globs.Allow(item.ItemDefinition, item.ItemContext);

    // Only what the caller said: they may not know what the handle stands for.
    private static string NameOf(MxCommand command) => command.Method == MxMethod.Unregister
        ? "each item of this registration"
        : NameOf(command.ItemDefinition, command.ItemHandle);

    private static string NameOf(string? definition, int? handle) => definition is { } text
        ? $"'{(text.Length > LongestName ? text[..LongestName] : text)}'"
        : $"the item with handle {handle}";

    private static GatewayException Forbidden(string what) => new(GatewayErrorCode.Forbidden, $"The token does not {what}.");
}
