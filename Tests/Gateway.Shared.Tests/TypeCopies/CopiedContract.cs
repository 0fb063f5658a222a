using System.Reflection;
using Gateway.Contracts;
using Gateway.Events;
using Gateway.Values;

namespace Gateway.Shared.Tests.TypeCopies;

/// <summary>The contract types that clients send and receive, found from the hub's requests and results.</summary>
internal sealed class CopiedContract
{
    private static readonly Type[] Requests =
    [
        typeof(OpenSessionRequest), typeof(MxCommand), typeof(StreamRequest), typeof(StreamSettings), typeof(MultiSessionRequest), typeof(FeedRequest),
        typeof(AlarmRequest), typeof(AcknowledgeAlarmRequest), typeof(AcknowledgeAlarmsRequest), typeof(ShelveAlarmRequest), typeof(OverviewRequest), typeof(FindItemsRequest),
    ];

    private static readonly Type[] Results =
    [
        typeof(SessionInfo), typeof(HubLimits), typeof(TokenRenewal), typeof(MxReply), typeof(StreamItem), typeof(MultiSessionItem), typeof(FeedItem),
        typeof(FeedCursor), typeof(AlarmItem), typeof(AlarmCommandResult), typeof(OverviewItem), typeof(ItemPage),
    ];

    private readonly SortedDictionary<string, Type> _objects = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Type> _enums = new(StringComparer.Ordinal);
    private readonly HashSet<Type> _sent = [];

    public CopiedContract()
    {
        foreach (var request in Requests)
        {
            Add(request, sent: true);
        }

        foreach (var result in Results)
        {
            Add(result, sent: false);
        }
    }

    public IEnumerable<Type> Enums => _enums.Values;

    /// <summary>Records, and the bases of items that a <c>kind</c> tells apart.</summary>
    public IEnumerable<Type> Objects => _objects.Values;

    /// <summary>Names of the members that are times, which MessagePack carries as numbers.</summary>
    public IEnumerable<string> TimeNames => _objects.Values.SelectMany(type => IsKinded(type) ? KindsOf(type).SelectMany(MembersOf) : MembersOf(type))
        .Concat(MembersOf(typeof(MxEvent))).Where(member => member.Type == typeof(DateTime)).Select(member => member.WireName).Distinct().Order(StringComparer.Ordinal);

    public static bool IsKinded(Type type) => type.IsAbstract && type.IsAssignableTo(typeof(IKindedItem));

    public static IEnumerable<Type> KindsOf(Type type) => type.Assembly.GetTypes().Where(one => one.IsSubclassOf(type)).OrderBy(KindOf, StringComparer.Ordinal);

    public static string KindOf(Type type) => (string)type.GetField("KindName")!.GetRawConstantValue()!;

    public static IEnumerable<CopiedMember> MembersOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property is { CanRead: true, CanWrite: true }).Select(CopiedMember.Of);

    public static Type? ElementOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    /// <summary>Whether clients send it: a member that is not required may then be left out.</summary>
    public bool IsSent(Type type) => _sent.Contains(type);

    private void Add(Type type, bool sent)
    {
        if (ElementOf(type) is { } element)
        {
            Add(element, sent);
        }
        else if (type.IsEnum)
        {
            _enums[type.Name] = type;
        }
        else if (IsObject(type) && (_objects.TryAdd(type.Name, type) | (sent && _sent.Add(type))))
        {
            foreach (var member in IsKinded(type) ? KindsOf(type).SelectMany(MembersOf) : MembersOf(type))
            {
                Add(member.Type, sent);
            }
        }
    }

    // Values and events have forms of their own, which the copies state by hand.
    private static bool IsObject(Type type) => type.Namespace is { } name && name.StartsWith("Gateway.", StringComparison.Ordinal)
        && type != typeof(MxValue) && type != typeof(MxEvent);
}
