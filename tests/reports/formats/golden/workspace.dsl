workspace "orders" "Services proposed from the code" {
  model {
    user = person "User"
    system = softwareSystem "orders" "3 services, proposed from 99 lines" {
      service_billing = container "billing" "1 table, 0 entry points, 9 lines" "Amazon ECS on AWS Fargate" ""
      service_orders = container "orders" "1 table, 0 entry points, 9 lines" "Amazon ECS on AWS Fargate" ""
      service_stock = container "stock" "1 table, 0 entry points, 9 lines" "Amazon ECS on AWS Fargate" ""
      service_billing_data = container "billing database" "1 table" "unknown" "Database"
      service_orders_data = container "orders database" "1 table" "unknown" "Database"
      service_stock_data = container "stock database" "1 table" "unknown" "Database"
    }
    user -> service_billing "sends requests to" "Application Load Balancer"
    user -> service_orders "sends requests to" "Application Load Balancer"
    user -> service_stock "sends requests to" "Application Load Balancer"
    service_billing -> service_billing_data "reads and writes" "SQL"
    service_orders -> service_orders_data "reads and writes" "SQL"
    service_stock -> service_stock_data "reads and writes" "SQL"
    service_billing -> service_stock "asks 1 function of" "HTTPS"
    service_orders -> service_billing "asks 1 function of" "HTTPS"
    service_stock -> service_orders "asks 1 function of" "HTTPS"
    deploymentEnvironment "AWS" {
      deploymentNode "Amazon Web Services" {
        deploymentNode "Amazon ECS on AWS Fargate" {
          deploymentNode "billing web" "web, 0.5 vCPU and 1 GB" "Amazon ECS on AWS Fargate" {
            containerInstance service_billing
          }
          deploymentNode "orders web" "web, 0.5 vCPU and 1 GB" "Amazon ECS on AWS Fargate" {
            containerInstance service_orders
          }
          deploymentNode "stock web" "web, 0.5 vCPU and 1 GB" "Amazon ECS on AWS Fargate" {
            containerInstance service_stock
          }
        }
        deploymentNode "Amazon RDS" {
          deploymentNode "billing data" "unknown" "Amazon RDS" {
            containerInstance service_billing_data
          }
          deploymentNode "orders data" "unknown" "Amazon RDS" {
            containerInstance service_orders_data
          }
          deploymentNode "stock data" "unknown" "Amazon RDS" {
            containerInstance service_stock_data
          }
        }
      }
    }
  }
  views {
    systemContext system "context" {
      include *
      autoLayout lr
      title "What is around the system"
    }
    container system "services" {
      include *
      autoLayout lr
      title "The proposed services"
    }
    deployment system "AWS" "aws" {
      include *
      exclude "*->*"
      autoLayout lr
      title "Where it would run"
    }
    styles {
      element "Person" {
        shape person
        background #0b4884
        color #ffffff
      }
      element "Software System" {
        background #1168bd
        color #ffffff
      }
      element "External" {
        background #8a8a8a
        color #ffffff
      }
      element "Container" {
        background #438dd5
        color #ffffff
      }
      element "Component" {
        background #85bbf0
        color #000000
      }
      element "Database" {
        shape cylinder
        background #b37400
      }
      element "Queue" {
        shape pipe
        background #00805c
      }
    }
  }
}
