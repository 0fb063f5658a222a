using Gateway.Web.Streams.Feed;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Streams.Feed;

/// <summary>The expected contents of the feed as a plain list, and readers that are checked against it.</summary>
internal sealed class FeedModel : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly FeedOptions _options = new() { MaxBatch = 17, BufferChanges = 20, RetainChanges = 1_000_000 };
    private readonly ModelFeedReader[] _readers;
    private readonly SortedDictionary<long, string?> _changes = [];
    private FeedRig _rig;
    private int _made;

    private FeedModel(int readers)
    {
        _rig = NewRig();
        Pass();
        _readers = [.. Enumerable.Range(0, readers).Select(_ => new ModelFeedReader(this))];
    }

    public FeedRig Rig => _rig;

    public string Epoch => _rig.Distributor.Bounds.Epoch;

    public long Oldest => _changes.Count == 0 ? Latest + 1 : _changes.Keys.First();

    public long Latest { get; private set; }

    public static bool Run(FeedStep[] steps, int readers)
    {
        using var model = new FeedModel(readers);
        Array.ForEach(steps, model.Do);
        foreach (var reader in model._readers)
        {
            reader.ReadToTheEnd();
        }

        return true;
    }

    public string? DetailOf(long sequence) => _changes[sequence];

    public void Dispose()
    {
        _rig.Dispose();
        _directory.Dispose();
    }

    private FeedRig NewRig() => new(_directory.Path, _options);

    private void Do(FeedStep step)
    {
        switch (step.Kind)
        {
            case FeedStepKind.Append:
                _rig.Record(step.Count, _made + 1);
                Pass();
                for (var i = 0; i < step.Count; i++)
                {
                    _changes.Add(++Latest, $"change {++_made}");
                }

                break;
            case FeedStepKind.Read:
                _readers[step.Reader].Read(step.Count);
                break;
            case FeedStepKind.Resume:
                _readers[step.Reader].Resume(step.Count);
                break;
            case FeedStepKind.Prune:
                Prune(step.Count);
                break;
            case FeedStepKind.LoseTail:
                LoseTail();
                break;
            default:
                Restart(step.Kind == FeedStepKind.Kill);
                break;
        }

        Assert.Equal((Oldest, Latest), (_rig.Distributor.Bounds.Oldest, _rig.Distributor.Bounds.Latest));
    }

    private void Pass() => Assert.True(_rig.Writer.TryPass());

    private void Prune(int keep)
    {
        _options.RetainChanges = keep;
        _rig.Inbox.RequestRetention();
        Pass();
        _options.RetainChanges = 1_000_000;
        while (_changes.Count > keep)
        {
            _changes.Remove(_changes.Keys.First());
        }
    }

    private void Restart(bool kill)
    {
        var epoch = Epoch;
        End(kill);
        Begin();
        Assert.Equal(epoch, Epoch);
        if (kill)
        {
            _changes.Add(++Latest, null);
        }
    }

    // The journal is restored to an earlier state, while the high-water mark is current.
    private void LoseTail()
    {
        var epoch = Epoch;
        var lost = 3 + (_made % 5);
        var kept = _directory.File("kept");
        Directory.CreateDirectory(kept);
        string[] files = ["feed.db", "feed.db-wal"];
        foreach (var file in files)
        {
            File.Copy(_directory.File(file), Path.Combine(kept, file), overwrite: true);
        }

        _rig.Record(lost, _made + 1);
        Pass();
        End(kill: true);
        File.Delete(_directory.File("feed.db-wal"));
        File.Delete(_directory.File("feed.db-shm"));
        foreach (var file in files)
        {
            File.Copy(Path.Combine(kept, file), _directory.File(file), overwrite: true);
        }

        Begin();
        Assert.NotEqual(epoch, Epoch);
        _changes.Add(++Latest, null);
    }

    private void End(bool kill)
    {
        Array.ForEach(_readers, reader => reader.Lost());
        if (kill)
        {
            _rig.Kill();
        }
        else
        {
            _rig.Stop();
        }

        _rig.Dispose();
    }

    private void Begin()
    {
        _rig = NewRig();
        Pass();
    }
}
