namespace Gateway.Values;

/// <summary>
/// One MXSTATUS_PROXY, raw. <see cref="Success"/> behaves like a VARIANT_BOOL: test for non-zero, never for 1.
/// Success together with category Pending exists.
/// </summary>
public sealed record MxStatus
{
    /// <summary>The plain success the component reports for an undisturbed event.</summary>
    public static MxStatus Good { get; } = new() { Success = -1 };

    /// <summary>16-bit success flag as delivered: -1 is what installations show for OK.</summary>
    public int Success { get; init; }

    public MxStatusCategory Category { get; init; }

    public MxStatusSource DetectedBy { get; init; }

    /// <summary>16-bit vendor detail code, always the raw number.</summary>
    public int Detail { get; init; }
}
