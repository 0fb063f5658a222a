namespace Gateway.Web.Platform.Recorder;

/// <summary>The memory of the recorder: what all rings and dumps take together never exceeds it. May be used on any thread.</summary>
internal sealed class RecorderBudget(long most)
{
    private long _used;

    public long Used => Volatile.Read(ref _used);

    /// <returns>False when so much is not left; then nothing is taken.</returns>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _used, bytes) <= most)
        {
            return true;
        }

        GiveBack(bytes);
        return false;
    }

    public void GiveBack(long bytes) => Interlocked.Add(ref _used, -bytes);
}
