using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>
/// One command to a session. A flat shape: <see cref="Method"/> says which fields it needs; a missing one is refused with
/// <c>InvalidArgument</c> naming it, a superfluous one is ignored.
/// </summary>
public sealed record MxCommand
{
    public required MxMethod Method { get; init; }

    /// <summary>Handle from Register; needed by every method but Register and the questions to the worker.</summary>
    public int? ServerHandle { get; init; }

    /// <summary>Handle from AddItem, AddItem2 or AddBufferedItem.</summary>
    public int? ItemHandle { get; init; }

    /// <summary>Register: the client name shown to the platform.</summary>
    public string? ClientName { get; init; }

    /// <summary>AddItem, AddItem2, AddBufferedItem: the item reference, such as <c>Tank101.Level.PV</c>.</summary>
    public string? ItemDefinition { get; init; }

    /// <summary>AddItem2, AddBufferedItem: the object that relative references start from.</summary>
    public string? ItemContext { get; init; }

    /// <summary>What to write. VT_NULL is written by <see cref="MxValue.Null"/>.</summary>
    public MxValue? Value { get; init; }

    /// <summary>Write2, WriteSecured2: the item time.</summary>
    public MxValue? Timestamp { get; init; }

    /// <summary>Write: user id, 0 for none. Secured writes: the current user.</summary>
    public int? UserId { get; init; }

    public int? VerifierUserId { get; init; }

    /// <summary>AuthenticateUser: the user's name.</summary>
    public string? UserName { get; init; }

    /// <summary>AuthenticateUser: the password. Never logged.</summary>
    public string? Password { get; init; }

    /// <summary>ArchestrAUserToId: the user's GUID as text.</summary>
    public string? UserGuid { get; init; }

    /// <summary>SetBufferedUpdateInterval: milliseconds.</summary>
    public int? UpdateInterval { get; init; }

    /// <summary>AdviseItemBulk, SubscribeBulk: advise supervisory instead of plain.</summary>
    public bool? Supervisory { get; init; }

    /// <summary>AddItemBulk, SubscribeBulk, ReadBulk: the item references, answered in this order.</summary>
    public IReadOnlyList<string>? ItemDefinitions { get; init; }

    /// <summary>AdviseItemBulk, RemoveItemBulk, UnAdviseItemBulk, UnsubscribeBulk: the items, answered in this order.</summary>
    public IReadOnlyList<int>? ItemHandles { get; init; }

    /// <summary>WriteBulk, Write2Bulk, WriteSecuredBulk, WriteSecured2Bulk: the writes, answered in this order.</summary>
    public IReadOnlyList<MxWrite>? Writes { get; init; }

    /// <summary>Deadline of the command in milliseconds; absent means the server's default, beyond its maximum is refused.</summary>
    public int? TimeoutMs { get; init; }

    /// <summary>ReadBulk: how long to wait for first values, in milliseconds; absent means 80 % of the deadline.</summary>
    public int? ReadTimeoutMs { get; init; }

    /// <summary>
    /// ReadBulk: oldest value, in milliseconds since the worker had it, that an advised item may be answered with; 0 reads every item
    /// anew, absent takes any.
    /// </summary>
    public int? MaxAgeMs { get; init; }

    /// <summary>The method only: values and passwords must not reach a log by accident.</summary>
    public override string ToString() => $"{nameof(MxCommand)} {{ Method = {Method} }}";
}
