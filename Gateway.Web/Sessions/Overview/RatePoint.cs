namespace Gateway.Web.Sessions.Overview;

/// <summary>The rates of the whole gateway over some seconds; while these are counted, each rate times its seconds.</summary>
/// <param name="At">When these seconds ended, UTC.</param>
/// <param name="Events">Events from workers per second.</param>
/// <param name="Delivered">Events to readers per second.</param>
/// <param name="Commands">Commands to workers per second.</param>
/// <param name="Cpu">CPU time of the gateway, as a percentage of one processor.</param>
internal readonly record struct RatePoint(DateTime At, double Events, double Delivered, double Commands, double Cpu);
