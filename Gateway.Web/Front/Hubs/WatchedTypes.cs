using System.Collections;

namespace Gateway.Web.Front.Hubs;

/// <summary>The types of a method's arguments, and which was asked for last.</summary>
internal sealed class WatchedTypes(IReadOnlyList<Type> types) : IReadOnlyList<Type>
{
    public int Count => types.Count;

    /// <summary>Index; -1 before any.</summary>
    public int Last { get; private set; } = -1;

    public string LastName => types[Last].Name;

    public Type this[int index]
    {
        get
        {
            Last = index;
            return types[index];
        }
    }

    public IEnumerator<Type> GetEnumerator() => types.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
