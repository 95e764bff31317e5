workspace "orders" "Services proposed from the code" {
  model {
    user = person "User"
    system = softwareSystem "orders" {
      service_billing = container "billing" "1 table, 0 entry points, 9 lines" "Amazon ECS on AWS Fargate"
      service_billing_data = container "billing database" "1 table" "unknown" "Database"
      service_orders = container "orders" "1 table, 0 entry points, 9 lines" "Amazon ECS on AWS Fargate"
      service_orders_data = container "orders database" "1 table" "unknown" "Database"
      service_stock = container "stock" "1 table, 0 entry points, 9 lines" "Amazon ECS on AWS Fargate"
      service_stock_data = container "stock database" "1 table" "unknown" "Database"
    }
    user -> service_billing "asks" "HTTPS"
    service_billing -> service_billing_data "reads and writes"
    user -> service_orders "asks" "HTTPS"
    service_orders -> service_orders_data "reads and writes"
    user -> service_stock "asks" "HTTPS"
    service_stock -> service_stock_data "reads and writes"
    service_billing -> service_stock "asks 1 function" "HTTPS"
    service_orders -> service_billing "asks 1 function" "HTTPS"
    service_stock -> service_orders "asks 1 function" "HTTPS"
  }
  views {
    container system "Services" {
      include *
      autoLayout lr
    }
    styles {
      element "Database" {
        shape cylinder
      }
    }
  }
}
