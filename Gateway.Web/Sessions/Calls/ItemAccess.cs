using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Items;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Sessions.Calls;

/// <summary>
/// Applies a caller's item globs to commands. Adding, advising and reading need a readable item, writing needs a writable one. The
/// session's item table gives the item of a handle; a handle that it does not know is refused. In a bulk command only the forbidden
/// elements are refused; if all are forbidden, the whole command is refused.
/// </summary>
internal static class ItemAccess
{
    private const int LongestName = 128;

    /// <exception cref="GatewayException"><c>Forbidden</c>; no part of the command was run.</exception>
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

    /// <summary>The reply without items that the caller may not see.</summary>
    public static MxReply Trim(Caller caller, MxReply reply) => caller.Read is { } readable && reply.Session is { } session
        ? reply with { Session = session with { Items = [.. session.Items.Where(item => Allows(readable, item))] } }
        : reply;

    private static bool AllowsSingle(ItemGlobSet globs, MxCommand command, ItemTable items) => command.Method switch
    {
        MxMethod.AddItem or MxMethod.AddItem2 or MxMethod.AddBufferedItem =>
            command.ItemDefinition is not { } definition || globs.Allow(definition, command.ItemContext),
        // The command removes all items of the registration, whoever added them.
        MxMethod.Unregister => items.ItemsOf(command.ServerHandle ?? 0).All(item => Allows(globs, item)),
        MxMethod.Register or MxMethod.AuthenticateUser or MxMethod.ArchestrAUserToId or MxMethod.SetBufferedUpdateInterval
            or MxMethod.GetSessionState or MxMethod.GetWorkerInfo or MxMethod.Ping => true,
        _ => command.ItemHandle is not { } handle || Allows(globs, items.Find(command.ServerHandle ?? 0, handle)),
    };

    private static bool IsWrite(MxMethod method) => method is MxMethod.Write or MxMethod.Write2 or MxMethod.WriteSecured
        or MxMethod.WriteSecured2 or MxMethod.WriteBulk or MxMethod.Write2Bulk or MxMethod.WriteSecuredBulk or MxMethod.WriteSecured2Bulk;

    private static bool Allows(ItemGlobSet globs, ItemInfo? item) => item is not null && globs.Allow(item.ItemDefinition, item.ItemContext);

    // The message names only what the caller sent, because the caller may not be allowed to know the item of the handle.
    private static string NameOf(MxCommand command) => command.Method == MxMethod.Unregister
        ? "each item of this registration"
        : NameOf(command.ItemDefinition, command.ItemHandle);

    private static string NameOf(string? definition, int? handle) => definition is { } text
        ? $"'{(text.Length > LongestName ? text[..LongestName] : text)}'"
        : $"the item with handle {handle}";

    private static GatewayException Forbidden(string what) => new(GatewayErrorCode.Forbidden, $"The token does not allow the caller to {what}.");
}
