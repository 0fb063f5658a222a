using Gateway.Web.Hosting;

if (TokenCommand.IsMeant(args))
{
    return await TokenCommand.RunAsync(args, Console.Out, Console.Error);
}

if (ServiceCommand.IsMeant(args))
{
    return await ServiceCommand.RunAsync(args, Console.Error);
}

return await GatewayApplication.RunAsync(args, Console.Error);
