using System.Globalization;
using Gateway.Errors;
using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;
using Gateway.Web.Sessions.Calls;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.ItemSets;

/// <summary>
/// What users do with their sets of items. A set belongs to the subject of the token. A token for one session has none, because it may be in
/// the hands of someone else; a token for some items sees and saves only these.
/// </summary>
internal sealed class ItemSetDesk(ItemSetStore store, IAccessPolicy access, IAudit audit, IOptions<ItemSetOptions> options)
{
    /// <summary>Largest length of a name.</summary>
    public const int MostName = 64;

    /// <summary>Largest length of an item reference.</summary>
    public const int MostReference = 256;

    /// <exception cref="GatewayException"><c>Forbidden</c>.</exception>
    public async Task<ItemSetList> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        Demand(caller);
        var sets = await store.ListAsync(caller.Account, cancellationToken);
        return new ItemSetList([.. sets.Select(set => set with { Items = [.. set.Items.Where(item => Reads(caller, item))] })]);
    }

    /// <exception cref="GatewayException"><c>Forbidden</c> or <c>InvalidArgument</c>.</exception>
    public async Task<ItemSet> SaveAsync(ActingCaller by, string name, IReadOnlyList<string>? items, CancellationToken cancellationToken)
    {
        Demand(by.Caller);
        CheckName(name);
        Check(items);
        if (!items!.All(item => Reads(by.Caller, item)))
        {
            throw new GatewayException(GatewayErrorCode.Forbidden, "The token may not read some of these items, so it cannot keep them in a set.");
        }

        var set = await store.SaveAsync(by.Caller.Account, name, items!, cancellationToken);
        await audit.RecordNowAsync(by.EntryOf(AuditActions.ItemsSaved, null, string.Create(CultureInfo.InvariantCulture, $"{name}, {items!.Count} items")));
        return set;
    }

    /// <exception cref="GatewayException"><c>Forbidden</c>, <c>InvalidArgument</c> or <c>NotFound</c>.</exception>
    public async Task DeleteAsync(ActingCaller by, string name, CancellationToken cancellationToken)
    {
        Demand(by.Caller);
        CheckName(name);
        if (!await store.DeleteAsync(by.Caller.Account, name, cancellationToken))
        {
            throw new GatewayException(GatewayErrorCode.NotFound, "You have no set of items with this name.");
        }

        await audit.RecordNowAsync(by.EntryOf(AuditActions.ItemsDeleted, null, name));
    }

    private void Demand(Caller caller)
    {
        access.Demand(caller, GatewayAction.ListSessions);
        if (caller.SessionId is not null)
        {
            throw new GatewayException(GatewayErrorCode.Forbidden, "The token is for one session, and sets of items belong to users.");
        }
    }

    private void Check(IReadOnlyList<string>? items)
    {
        Require(items is { Count: > 0 } && items.Count <= options.Value.ItemsPerSet, $"a set has 1 to {options.Value.ItemsPerSet} items.");
        Require(items!.All(item => IsText(item, MostReference)), $"an item reference has 1 to {MostReference} printable characters.");
        Require(items!.Distinct(StringComparer.OrdinalIgnoreCase).Count() == items!.Count, "an item is in it only once.");
    }

    // A name is a part of an address, where an encoded slash may arrive as it was sent.
    private static void CheckName(string name) => Require(
        IsText(name, MostName) && !name.AsSpan().ContainsAny('/', '\\') && !name.Contains("%2F", StringComparison.OrdinalIgnoreCase),
        $"its name has 1 to {MostName} printable characters, none of which is a slash or a backslash.");

    private static bool IsText(string? text, int most) =>
        text is { Length: > 0 } && text.Length <= most && !text.Any(char.IsControl) && !char.IsWhiteSpace(text[0]) && !char.IsWhiteSpace(text[^1]);

    private static bool Reads(Caller caller, string item) => caller.Read?.Allow(item) ?? true;

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new GatewayException(GatewayErrorCode.InvalidArgument, $"The set of items cannot be used: {rule}");
        }
    }
}
