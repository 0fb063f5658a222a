using Gateway.Values;

namespace Gateway.Client.Internal;

/// <summary>A write of a live item on its way.</summary>
internal sealed class PendingItemWrite(string reference, MxValue value, WaitingWriteOptions options)
{
    /// <summary>The part of the time that the first value of the item may take, so that a missing one is told before the time is over.</summary>
    private const double FirstValuePart = 0.8;

    public string Reference => reference;

    public string Key { get; } = LiveReference.KeyOf(reference);

    public MxValue Value => value;

    public int UserId => options.UserId;

    public TimeSpan FirstValueWait { get; } =
        TimeSpan.FromMilliseconds(Math.Max(1, Math.Min(options.Timeout.TotalMilliseconds * FirstValuePart, TimeSpan.FromMinutes(4).TotalMilliseconds)));

    /// <summary>Whether the write may have left this machine.</summary>
    public bool IsSent { get; set; }
}
