using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>
/// One command to a session. All methods share this type; <see cref="Method"/> decides which fields are needed. When a needed field is
/// missing, the command is refused with <c>InvalidArgument</c>, and the message names the field. Fields that are not needed are ignored.
/// </summary>
public sealed record MxCommand
{
    public required MxMethod Method { get; init; }

    /// <summary>The handle from Register. Every method needs it except Register, GetSessionState, GetWorkerInfo and Ping.</summary>
    public int? ServerHandle { get; init; }

    /// <summary>The handle from AddItem, AddItem2 or AddBufferedItem.</summary>
    public int? ItemHandle { get; init; }

    /// <summary>Register: the client name shown to the platform.</summary>
    public string? ClientName { get; init; }

    /// <summary>AddItem, AddItem2, AddBufferedItem: the item reference, such as <c>Tank101.Level.PV</c>.</summary>
    public string? ItemDefinition { get; init; }

    /// <summary>AddItem2, AddBufferedItem: the object to which a relative reference belongs.</summary>
    public string? ItemContext { get; init; }

    /// <summary>The value to write. <see cref="MxValue.Null"/> writes VT_NULL.</summary>
    public MxValue? Value { get; init; }

    /// <summary>Write2, WriteSecured2: the item time.</summary>
    public MxValue? Timestamp { get; init; }

    /// <summary>Write: the user id, 0 for none. Secured writes: the current user.</summary>
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

    /// <summary>AdviseItemBulk, SubscribeBulk: true for AdviseSupervisory instead of Advise.</summary>
    public bool? Supervisory { get; init; }

    /// <summary>AddItemBulk, SubscribeBulk, ReadBulk: the item references. The results have the same order.</summary>
    public IReadOnlyList<string>? ItemDefinitions { get; init; }

    /// <summary>AdviseItemBulk, RemoveItemBulk, UnAdviseItemBulk, UnsubscribeBulk: the items. The results have the same order.</summary>
    public IReadOnlyList<int>? ItemHandles { get; init; }

    /// <summary>WriteBulk, Write2Bulk, WriteSecuredBulk, WriteSecured2Bulk: the writes. The results have the same order.</summary>
    public IReadOnlyList<MxWrite>? Writes { get; init; }

    /// <summary>Deadline of the command, in milliseconds; absent means the gateway's default. A value above the gateway's maximum is refused.</summary>
    public int? TimeoutMs { get; init; }

    /// <summary>ReadBulk: how long to wait for first values, in milliseconds; absent means 80 % of the deadline.</summary>
    public int? ReadTimeoutMs { get; init; }

    /// <summary>
    /// ReadBulk: the greatest age of a value with which an advised item may be answered, in milliseconds since the worker received it.
    /// With 0 every item is read again; absent allows any age.
    /// </summary>
    public int? MaxAgeMs { get; init; }

    /// <summary>Contains the method only, so that values and passwords are never logged by accident.</summary>
    public override string ToString() => $"{nameof(MxCommand)} {{ Method = {Method} }}";
}
