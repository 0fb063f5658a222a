using Gateway.Values;

namespace Gateway.Worker.Executors.Simulation.Alarms;

/// <summary>The attributes that every alarm has, whatever its kind.</summary>
internal sealed class CommonAlarmAttributes
{
    private const int MaxPriority = 999;
    private const int DefaultPriority = 500;
    private const int MaxAckMsg = 256;
    private const int MaxDescription = 329;

    private static readonly string[] Modes = Enum.GetNames<AlarmMode>();

    /// <param name="root">The full reference of the alarm, such as <c>Tank101.Level.Hi</c>.</param>
    /// <param name="kind">The kind of the alarm, from which its category follows.</param>
    public CommonAlarmAttributes(string root, AlarmKind kind)
    {
        InAlarm = BuiltInAttributes.Number($"{root}.InAlarm", MxDataType.Boolean);
        Condition = BuiltInAttributes.Number($"{root}.Condition", MxDataType.Boolean);
        Acked = BuiltInAttributes.Number($"{root}.Acked", MxDataType.Boolean);
        AckMsg = BuiltInAttributes.Text($"{root}.AckMsg", "", AttributeAccess.Operate, IsWithin(MaxAckMsg));
        TimeAlarmOn = BuiltInAttributes.Number($"{root}.TimeAlarmOn", MxDataType.Time);
        TimeAlarmOff = BuiltInAttributes.Number($"{root}.TimeAlarmOff", MxDataType.Time);
        TimeAlarmAcked = BuiltInAttributes.Number($"{root}.TimeAlarmAcked", MxDataType.Time);
        Priority = BuiltInAttributes.Number($"{root}.Priority", MxDataType.Integer, DefaultPriority, AttributeAccess.Tune, IsPriority);
        Category = BuiltInAttributes.Enum($"{root}.Category", AlarmNaming.Categories, (int)kind);
        DescAttrName = BuiltInAttributes.Text($"{root}.DescAttrName", "", AttributeAccess.Configure, IsWithin(MaxDescription));
        AlarmMode = BuiltInAttributes.Enum($"{root}.AlarmMode", Modes);
        AlarmModeCmd = BuiltInAttributes.Enum($"{root}.AlarmModeCmd", Modes, 0, AttributeAccess.Operate);
        AlarmInhibit = BuiltInAttributes.Number($"{root}.AlarmInhibit", MxDataType.Boolean, 0, AttributeAccess.Operate);
        AlarmShelved = BuiltInAttributes.Number($"{root}.AlarmShelved", MxDataType.Boolean);
        AlarmShelveCmd = BuiltInAttributes.Text($"{root}.AlarmShelveCmd", "", AttributeAccess.Operate, IsShelveCommand);
        AlarmShelveReason = BuiltInAttributes.Text($"{root}.AlarmShelveReason");
        AlarmShelveUser = BuiltInAttributes.Text($"{root}.AlarmShelveUser");
        AlarmShelveStartTime = BuiltInAttributes.Number($"{root}.AlarmShelveStartTime", MxDataType.Time);
        AlarmShelveStopTime = BuiltInAttributes.Number($"{root}.AlarmShelveStopTime", MxDataType.Time);
    }

    public PlantAttribute InAlarm { get; }

    public PlantAttribute Condition { get; }

    public PlantAttribute Acked { get; }

    public PlantAttribute AckMsg { get; }

    public PlantAttribute TimeAlarmOn { get; }

    public PlantAttribute TimeAlarmOff { get; }

    public PlantAttribute TimeAlarmAcked { get; }

    public PlantAttribute Priority { get; }

    public PlantAttribute Category { get; }

    public PlantAttribute DescAttrName { get; }

    public PlantAttribute AlarmMode { get; }

    public PlantAttribute AlarmModeCmd { get; }

    public PlantAttribute AlarmInhibit { get; }

    public PlantAttribute AlarmShelved { get; }

    public PlantAttribute AlarmShelveCmd { get; }

    public PlantAttribute AlarmShelveReason { get; }

    public PlantAttribute AlarmShelveUser { get; }

    public PlantAttribute AlarmShelveStartTime { get; }

    public PlantAttribute AlarmShelveStopTime { get; }

    public IEnumerable<PlantAttribute> All =>
    [
        InAlarm, Condition, Acked, AckMsg, TimeAlarmOn, TimeAlarmOff, TimeAlarmAcked, Priority, Category, DescAttrName,
        AlarmMode, AlarmModeCmd, AlarmInhibit, AlarmShelved, AlarmShelveCmd,
        AlarmShelveReason, AlarmShelveUser, AlarmShelveStartTime, AlarmShelveStopTime,
    ];

    private static Func<MxValue, bool> IsWithin(int length) => text => text.AsString().Length <= length;

    private static bool IsPriority(MxValue value) => value.AsInt64() is >= 1 and <= MaxPriority;

    private static bool IsShelveCommand(MxValue text) => ShelveCommand.Parse(text.AsString()) is not null;
}
