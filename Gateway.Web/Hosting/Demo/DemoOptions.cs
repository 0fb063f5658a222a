namespace Gateway.Web.Hosting.Demo;

/// <summary>A session that is opened when the gateway starts, as an example to look at. Section <c>Gateway:Demo</c>.</summary>
internal sealed class DemoOptions
{
    public const string Section = "Gateway:Demo";

    public bool Enabled { get; set; }

    public string Name { get; set; } = "Demo plant";

    public string SessionTag { get; set; } = "demo";

    /// <summary>The objects whose attributes are added and advised, except details of their alarms (<see cref="DemoItems"/>).</summary>
    public IReadOnlyList<string> Objects { get; set; } = ["Platform01", "Tank101", "Tank102", "Pump101", "Valve101"];
}
