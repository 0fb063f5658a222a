using Gateway.Web.Platform.Store;
using Gateway.Web.Streams.Log.Journal;

namespace Gateway.Web.Streams.Alarms.Journal;

/// <summary>Paths of the alarm log's files. They are beside the store but separate from it and from the feed's journal, so that a flood of alarms pushes out nothing else.</summary>
internal sealed class AlarmPaths(StorePaths store)
{
    public JournalPaths Files => new(store.Directory, Path.Combine(store.Directory, "alarms.db"), Path.Combine(store.Directory, "alarms.mark"));
}
