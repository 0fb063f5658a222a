using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>One element of a bulk write. The method determines which fields are used, as for the single forms.</summary>
public sealed record MxWrite
{
    public required int ItemHandle { get; init; }

    /// <summary>The value to write. An element without a value is refused; VT_NULL is written by <see cref="MxValue.Null"/>.</summary>
    public MxValue? Value { get; init; }

    /// <summary>Item time for Write2 and WriteSecured2.</summary>
    public MxValue? Timestamp { get; init; }

    /// <summary>User id; for secured writes the current user.</summary>
    public int? UserId { get; init; }

    /// <summary>Second user of a verified write.</summary>
    public int? VerifierUserId { get; init; }

    public override string ToString() => $"{nameof(MxWrite)} {{ ItemHandle = {ItemHandle} }}";
}
