namespace Gateway.Web.Platform.Recorder;

/// <summary>
/// Decides whether another dump of one cause is made: only so many a minute, and one for each session. Used by one thread at a time.
/// </summary>
/// <param name="mostPerMinute">Largest number in a minute.</param>
internal sealed class DumpPace(int mostPerMinute)
{
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private DateTime _began;
    private int _skipped;

    /// <returns>The number of dumps that were refused since the last one that was admitted; null when this one is refused too.</returns>
    public int? Admit(string whose, DateTime now)
    {
        if (now - _began >= TimeSpan.FromMinutes(1) || now < _began)
        {
            _began = now;
            _told.Clear();
        }

        if (_told.Count >= mostPerMinute || !_told.Add(whose))
        {
            _skipped++;
            return null;
        }

        var skipped = _skipped;
        _skipped = 0;
        return skipped;
    }
}
