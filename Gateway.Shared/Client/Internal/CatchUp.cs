using Gateway.Contracts;

namespace Gateway.Client.Internal;

/// <summary>
/// Knows when a subscription that continues another one has brought what was missed in between: until then the values are stale, and then
/// those that did not change are confirmed. Values of before a gap are confirmed by the snapshot that follows only.
/// </summary>
internal sealed class CatchUp(LiveOutlet outlet)
{
    /// <summary>Whether the values are those of a snapshot and of what followed it without a gap.</summary>
    private bool _isComplete;

    private long? _due;

    public void Begin(StartedItem started)
    {
        if (!_isComplete)
        {
            return;
        }

        if (started.ResumedAfter < started.Latest)
        {
            // The loss may have been over before anybody noticed it, and then the values are not stale yet.
            outlet.Doubt();
        }

        _due = started.Latest;
        Reach(started.ResumedAfter);
    }

    public void Reach(long sequence)
    {
        if (_due <= sequence)
        {
            _due = null;
            outlet.Confirm();
        }
    }

    public void Snapshot() => _isComplete = true;

    public void Gap()
    {
        _isComplete = false;
        _due = null;
    }
}
