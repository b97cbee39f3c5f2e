using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Standins.Grpc.Tests")]
